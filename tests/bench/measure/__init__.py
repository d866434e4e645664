# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmarks: what is measured, and how the tables are made."""
