# SPDX-License-Identifier: GPL-2.0-or-later
# desc: more tasks die of a kernel bug in a hooked function than the hook has slots
# kernels: ^(6\.12|7).*amd64
# skip: no kexec_file_load(), or nothing in it to die at without a lock
# allow: kernel BUG|Oops|Call Trace
insmod /lib/modules/kgoops.ko at=kexec_load_permitted comm=dying || die kgoops
cp /bin/flood /tmp/dying
/tmp/dying root 17 1
expect missing-none reads $SYSFS/missing none
for i in 1 2 3; do
	load_image $BOOT_ADDRESS
	expect "load-$i" kexec_load_kernel -s
	expect "seen-$i" grep -q kexec_file_load $SYSFS/image/syscall
done
expect_fail in-use "$IN_USE" rmmod kexecguard
expect still-there state loaded
end_without_guard
