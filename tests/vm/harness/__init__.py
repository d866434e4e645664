# SPDX-License-Identifier: GPL-2.0-or-later
"""The host side of the VM tests; start with tests/vm/README.md."""
