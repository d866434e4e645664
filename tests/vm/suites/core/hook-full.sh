# SPDX-License-Identifier: GPL-2.0-or-later
# desc: more tasks are in a hooked function than it has slots: the rest wait, and can be killed
# kernels: ^(6\.12|7).*amd64
# skip: no kexec_file_load(), or nothing in it to stay at
staying() {
	[ "$(cat /sys/module/kgstay/parameters/staying)" = "$1" ]
}
waits() {
	usleep 500000
	kill -0 "$1" && [ ! -s /tmp/late.out ]
}

# At the permission check of a load, before the kernel takes its kexec lock. Of
# the crash image: of others the guard admits one.
insmod /lib/modules/kgstay.ko at=kexec_load_permitted comm=stay || die kgstay
cp /bin/flood /tmp/stay
begin stay /tmp/stay crash 16 1
expect all-inside wait_for 20 staying 16

begin late kexec -s -l /boot/vmlinuz
# shellcheck disable=SC2154
expect waits waits "$late_pid"
kill -KILL "$late_pid"
expect_fail killed "" end_of late
expect other-hook kx load $BOOT_ADDRESS
expect_fail in-use "$IN_USE" rmmod kexecguard

begin late kexec_load_kernel -s
expect waits-again waits "$late_pid"
echo 1 >/sys/module/kgstay/parameters/release
expect loads end_of late
expect recorded state loaded
expect_fail stay "" end_of stay
