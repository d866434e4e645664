# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an offline that another notifier refuses keeps the image
# modules: memory-notifier-error-inject
plug d1 512M
online d1
load_image "$(start_of d1)"
before=$(generation)
inject MEM_GOING_OFFLINE -16
expect_fail offline-refused "$BUSY" set_blocks offline "$(last_block d1)"
expect kept loaded 1
expect state state loaded
expect_is generation "$before" "$(generation)"
inject MEM_GOING_OFFLINE 0
expect offline set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
