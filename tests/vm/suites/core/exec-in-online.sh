# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec is refused while memory goes online
plug d1 512M
load_image $BOOT_ADDRESS
hold going_online
begin online set_blocks online_movable "$(first_block d1)"
wait_held
expect_fail exec "$BUSY" execute
release
expect online end_of online
expect unloaded loaded 0
