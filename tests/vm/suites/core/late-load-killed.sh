# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that is killed in progress leaves nothing
plug d1 512M
online d1
begin_load late "$(start_of d1)" segments=4
kill -9 $late_pid
end_of late
expect not-loaded loaded 0
expect state state idle
begin_load outdated "$(start_of d1)" segments=4
expect unplug unplug d1
kill -9 $outdated_pid
end_of outdated
expect not-loaded-outdated loaded 0
expect state-outdated wait_for 5 state idle
expect load-after kx load $BOOT_ADDRESS
expect loaded loaded 1
