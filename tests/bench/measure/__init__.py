# SPDX-License-Identifier: GPL-2.0-or-later
"""The bench: what is measured, and how the tables come about."""
