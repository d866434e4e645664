# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DIMM is pulled after its blocks went offline: the image was unloaded, kexec refuses
plug d1 512M
online d1
load_image "$(start_of d1)"
offline d1
expect unloaded-offline loaded 0
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded loaded 0
expect_fail exec "Nothing has been loaded" execute
