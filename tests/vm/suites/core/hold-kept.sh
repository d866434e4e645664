# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a hold does not refuse what the policy keeps
plug d1 512M
online d1
load_image $BOOT_ADDRESS
policy policy=map
begin_hold holder 60000
expect offline set_blocks offline "$(last_block d1)"
expect online set_blocks online_movable "$(last_block d1)"
expect kept loaded 1
expect held is_held
expect vetoes reads $SYSFS/counters/vetoes 0
go holder
expect released end_of holder
