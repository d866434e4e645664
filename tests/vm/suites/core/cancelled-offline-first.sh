# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an offline that a notifier refuses before the guard's is called keeps the image
# modules: memory-notifier-error-inject
plug d1 512M
online d1
load_image "$(start_of d1)"
inject MEM_GOING_OFFLINE -16 1000
expect_fail offline-refused "$BUSY" set_blocks offline "$(last_block d1)"
expect kept loaded 1
expect state state loaded
expect load-after kx load $BOOT_ADDRESS
