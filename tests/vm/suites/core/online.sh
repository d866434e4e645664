# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory that goes online outdates the image, before online returns
plug d1 512M
for block in $d1_blocks; do
	load_image $BOOT_ADDRESS
	set_blocks online_movable "$block"
	expect "unloaded-$block" loaded 0
done
