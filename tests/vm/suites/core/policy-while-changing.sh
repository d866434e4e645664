# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an operation that began under observe counts if it ends under strict
plug d1 512M
policy policy=observe
hold going_online
begin online set_blocks online_movable "$(first_block d1)"
wait_held
expect load-observed kx load $BOOT_ADDRESS
policy policy=strict
expect_fail load EBUSY kx load $BOOT_ADDRESS
expect_fail exec EBUSY kx exec
release
expect online end_of online
expect unloaded loaded 0
expect load-after kx load $BOOT_ADDRESS
