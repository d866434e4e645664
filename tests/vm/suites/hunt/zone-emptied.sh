# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard the kernel dies where a zone's last memory goes offline in the middle of an allocation
# guard: no
# allow: BUG:|Oops|Call Trace
SLOW_CALL=/sys/module/kgslow/parameters
plug d1 256M
block=$(first_block d1)
set_blocks online_movable "$block" || die online
insmod /lib/modules/kgpage.ko || die kgpage
insmod /lib/modules/kgslow.ko function=node_dirty_ok || die kgslow
begin allocation sh -c 'echo 1 >/sys/module/kgpage/parameters/allocate'
# It has chosen a zone, and will look at the one that it preferred.
wait_for 20 reads $SLOW_CALL/entered 1 || die "the allocation is not held"
expect offline set_blocks offline "$block"
echo 1 >$SLOW_CALL/release
expect died wait_for 20 eval 'dmesg | grep -q "NULL pointer dereference"'
expect there wait_for 20 eval 'dmesg | grep -q "get_page_from_freelist+"'
end_without_guard
