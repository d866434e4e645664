# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory that goes offline outdates the image, before offline returns
plug d1 512M
online d1
for block in $d1_blocks; do
	load_image $BOOT_ADDRESS
	set_blocks offline "$block"
	expect "unloaded-$block" loaded 0
done
