# SPDX-License-Identifier: GPL-2.0-or-later
# desc: policy pin vetoes the offline of the image's own block only
plug d1 512M
online d1
policy policy=pin
load_image "$(start_of d1)"
expect_fail offline "" set_blocks offline "$(first_block d1)"
expect kept loaded 1
expect vetoes reads $SYSFS/counters/vetoes 1
expect offline-other set_blocks offline "$(last_block d1)"
policy policy=strict
set_blocks online_movable "$(last_block d1)"
expect unloaded loaded 0
expect unplug unplug d1
