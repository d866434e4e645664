# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=busybox
# The kernels before that of the case. Sourced by init after lib.sh.

# next_kernel HOW: this kernel once more with all that it booted from, loaded by
# the syscall of HOW's first letter, the guard in place; the rest of HOW is for
# that kernel. Does not return: where it is not reached the case fails. The host,
# which waits for a sign of life after a kexec, is told that there is one.
next_kernel() {
	chan say "before the case: $1"
	next_how=${1%"${1#?}"}
	has_file_load || next_how=c
	insmod_guard || finish
	next_archive >/tmp/next.img 2>/tmp/next.out ||
		die_in_chain "no archive: $(cat /tmp/next.out)"
	read -r next_line </proc/cmdline
	# shellcheck disable=SC2086
	kexec $NO_CHECK "-$next_how" -l /boot/vmlinuz --initrd=/tmp/next.img \
		--command-line="${next_line%%kexecs=*}kexecs=${1#?}${next_line##*kexecs="$1"}" \
		>/tmp/next.out 2>&1 ||
		die_in_chain "kexec -$next_how -l: $(cat /tmp/next.out)"
	rm /tmp/next.img
	kexecguardctl check >/tmp/next.out 2>&1 ||
		die_in_chain "kexecguardctl check: $(cat /tmp/next.out)"
	execute >/tmp/next.out 2>&1
	die_in_chain "kexec -e: $(cat /tmp/next.out)"
}

# die_in_chain DETAILS...: and what the guard has said last, which is shorter.
die_in_chain() {
	die "before the case's kernel: $(dmesg | grep "kexecguard: " |
		tail -n 1): $*"
}

# next_archive: what the kernel has unpacked, with a table that takes the place
# of the firmware's in front, where the kernel looks for it.
next_archive() (
	cd / || exit
	[ ! -d kernel ] || find kernel | cpio -o -H newc
	{
		find . -xdev ! -path './kernel*'
		ls dev/console dev/null dev/ttyS[01]
	} | cpio -o -H newc
)
