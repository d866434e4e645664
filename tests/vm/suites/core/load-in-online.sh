# SPDX-License-Identifier: GPL-2.0-or-later
# desc: loads are refused while memory goes online; an image stays until that has succeeded
plug d1 512M
load_image $BOOT_ADDRESS
hold going_online
begin online set_blocks online_movable "$(first_block d1)"
wait_held
expect_fail load EBUSY kx load $BOOT_ADDRESS
release
expect online end_of online
expect unloaded loaded 0
expect load-after kx load $BOOT_ADDRESS
