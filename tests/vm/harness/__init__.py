# SPDX-License-Identifier: GPL-2.0-or-later
"""The host side of the VM bench; tests/vm/README.md is the way in."""
