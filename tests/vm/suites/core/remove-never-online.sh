# SPDX-License-Identifier: GPL-2.0-or-later
# desc: likewise for a DIMM that was never online
plug d1 512M
# Such memory is not a place for an image, if the guard is asked.
policy placement=off
load_image "$(start_of d1)"
expect unplug unplug d1
expect unloaded loaded 0
expect unloads reads $SYSFS/counters/unloads 1
expect_fail exec "Nothing has been loaded" execute
