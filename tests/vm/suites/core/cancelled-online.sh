# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an online that another notifier refuses keeps the image
# modules: memory-notifier-error-inject
plug d1 512M
load_image $BOOT_ADDRESS
for priority in -1000 1000; do
	inject MEM_GOING_ONLINE -16 $priority
	expect_fail online-refused "$BUSY" \
		set_blocks online_movable "$(first_block d1)"
	expect kept loaded 1
	expect state state loaded
	inject MEM_GOING_ONLINE 0
	rmmod memory-notifier-error-inject
done
expect online set_blocks online_movable "$(first_block d1)"
expect unloaded loaded 0
