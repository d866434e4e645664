# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that hangs does not delay add, online, offline or remove
begin_load late $BOOT_ADDRESS segments=4
plug d1 512M
expect online wait_for 5 set_blocks online_movable $d1_blocks
expect offline wait_for 5 set_blocks offline $d1_blocks
expect unplug unplug d1
expect state state outdated
open_gate late
expect_fail late-load EBUSY end_of late
expect not-loaded loaded 0
