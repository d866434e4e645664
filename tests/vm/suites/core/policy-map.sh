# SPDX-License-Identifier: GPL-2.0-or-later
# desc: policy map keeps the image at online and offline, and unloads it at remove
plug d1 512M
policy policy=map
load_image $BOOT_ADDRESS
online d1
expect kept-online loaded 1
offline d1
expect kept-offline loaded 1
expect unplug unplug d1
expect unloaded loaded 0
load_image $BOOT_ADDRESS
plug d2 512M
expect unloaded-add loaded 0
