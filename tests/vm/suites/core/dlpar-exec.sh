# SPDX-License-Identifier: GPL-2.0-or-later
# desc: no kexec begins in the middle of a removal that takes one LMB after another
# kernels: ppc64el
# skip: a pSeries removes LMBs one by one and holds a lock that a kexec wants
# timeout: 180
kgslow=/sys/module/kgslow/parameters
policy policy=map
plug d1 512M
load_image $BOOT_ADDRESS
# In front of the guard's own probe: no LMB is being removed yet.
insmod /lib/modules/kgslow.ko function=try_remove_memory || die kgslow
unplug_start d1
wait_for 20 reads $kgslow/entered 1 || die "nothing is removed"
expect loaded loaded 1
expect state state changing
expect_fail exec EBUSY kx exec
echo 1 >$kgslow/release
expect unplug unplug_wait d1
end_dlpar
expect unloaded loaded 0
rmmod kgslow
