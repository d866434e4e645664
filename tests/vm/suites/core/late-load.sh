# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that was in progress when memory changed is stopped
plug d1 512M
online d1
begin_load late "$(start_of d1)" segments=4
expect unplug unplug d1
expect_fail exec-meanwhile "Nothing has been loaded" execute
open_gate late
expect_fail late-load EBUSY end_of late
expect not-loaded loaded 0
expect state state idle
expect load-after kx load $BOOT_ADDRESS
expect loaded loaded 1
