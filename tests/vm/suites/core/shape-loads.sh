# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without any hotplug, both syscalls load, check passes, and a window is safe
# ends: second-kernel
# loads HOW: load a whole kernel; it is reported valid, and is.
loads() {
	kexec_load_kernel "$1" >/dev/console 2>&1 || {
		check "load$1" FAIL "$(dmesg | grep kexecguard: | tail -n 1)"
		return
	}
	expect "loaded$1" loaded 1
	expect "check$1" kexecguardctl check
	expect_is "verdict$1" safe "$(cat $SYSFS/image/verdict)"
	expect "unload$1" kexec -u
}
grep "System RAM" /proc/iomem >/dev/console
kexecguardctl windows --all >/dev/console 2>&1

expect window kexecguardctl windows --size 64M
expect args kexecguardctl windows --kexec-args --size 256M
! has_file_load || loads -s
loads -c
for address in $LOW_ADDRESS $BOOT_ADDRESS; do
	expect "load-$address" kx load "$address"
	expect_is "verdict-$address" safe "$(cat $SYSFS/image/verdict)"
done
expect load kexec_load_kernel -a
execute
