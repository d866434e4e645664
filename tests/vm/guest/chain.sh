# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=busybox
# The kernels before the case's own. Sourced by init after lib.sh.

# next_kernel HOW: kexec this kernel again with all files it booted from, using
# the syscall of HOW's first letter, with the guard inserted; the rest of HOW is
# for that kernel. Does not return: if the next kernel is not reached, the case
# fails. Its message is the sign of life that the host waits for after a kexec.
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

# die_in_chain DETAILS...: fail, with the guard's last log lines.
die_in_chain() {
	die "before the case's kernel: $(dmesg | grep "kexecguard: " |
		tail -n 1): $*"
}

# next_archive: write an archive of what the kernel has unpacked, preceded by a
# table that replaces the firmware's.
next_archive() (
	cd / || exit
	[ ! -d kernel ] || find kernel | cpio -o -H newc
	{
		find . -xdev ! -path './kernel*'
		ls dev/console dev/null dev/ttyS[01] dev/hvc[01]
	} | cpio -o -H newc
)
