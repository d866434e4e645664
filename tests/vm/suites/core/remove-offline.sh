# SPDX-License-Identifier: GPL-2.0-or-later
# desc: likewise with blocks that were offline before
plug d1 512M
online d1
load_image "$(start_of d1)"
offline d1
expect unloaded-offline loaded 0
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded loaded 0
expect_fail exec "Nothing has been loaded" execute
