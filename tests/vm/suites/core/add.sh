# SPDX-License-Identifier: GPL-2.0-or-later
# desc: added memory outdates the image, before it is online
load_image $BOOT_ADDRESS
before=$(generation)
plug d1 512M
expect unloaded loaded 0
expect generation test "$(generation)" -gt "$before"
