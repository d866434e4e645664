# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in boot memory is unloaded, too: the map that it hands over is wrong
plug d1 512M
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded loaded 0
