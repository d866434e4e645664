# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that overlaps a cancelled operation is valid
# modules: memory-notifier-error-inject
plug d1 512M
online d1
begin_load late "$(start_of d1)" segments=4
inject MEM_GOING_OFFLINE -16
expect_fail offline-refused "$BUSY" set_blocks offline "$(last_block d1)"
open_gate late
expect late-load end_of late
expect loaded loaded 1
expect state state loaded
