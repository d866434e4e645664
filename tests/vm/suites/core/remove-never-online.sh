# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in a DIMM that was never online is unloaded when the DIMM is pulled
plug d1 512M
# Without placement=off the guard refuses an image in such memory.
policy placement=off
load_image "$(start_of d1)"
expect unplug unplug d1
expect unloaded loaded 0
expect unloads reads $SYSFS/counters/unloads 1
expect_fail exec "Nothing has been loaded" execute
