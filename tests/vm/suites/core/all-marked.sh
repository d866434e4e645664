# SPDX-License-Identifier: GPL-2.0-or-later
# desc: firmware marks all memory as hot-pluggable, as Hyper-V's does: boot memory is safe, and preferred to a DIMM
# timeout: 300
# kernels: amd64
# skip: needs an ACPI table in the initramfs, and x86 to take it
. /suite/next.inc
if is_first_kernel; then
	make_srat /tmp/srat 0:0x40000000:3 0x100000000:0x200000000:3
	NEXT_TABLES=/tmp/srat next_kernel -c
fi
in_dimm() {
	kexecguardctl check --json | tr -d ' ' |
		sed -n 's/^"start":\([0-9]*\).*/\1/p' >/tmp/starts
	test -s /tmp/starts || die "no segments"
	while read -r start; do
		[ "$start" -lt "$d1_start" ] || return 0
	done </tmp/starts
	return 1
}
says_so() {
	"$@" >/tmp/says 2>&1
	grep -q "Firmware marks all memory hot-pluggable" /tmp/says || {
		cat /tmp/says
		return 1
	}
}
plug d1 512M
set_blocks online_kernel $d1_blocks || die "online_kernel"
kexecguardctl windows --removable >/dev/console
expect windows says_so kexecguardctl windows
expect map says_so kexecguardctl map
expect doctor says_so kexecguardctl doctor
expect json sh -c 'kexecguardctl map --json | grep -q "\"all_marked\": *true"'
added="windows --removable --min 0x100000000 -o START,END,LEVEL"
expect files sh -c "kexecguardctl $added >/tmp/a && grep removable /tmp/a &&
	kexecguardctl $added --sysroot / | diff /tmp/a -"
expect strict set_policy placement strict
expect load kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
	--command-line x
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect_fail not-in-dimm "" in_dimm
args=$(kexecguardctl windows --removable --kexec-args --size 64M) ||
	die "no window"
expect bounds test "$((${args##*=}))" -lt "$d1_start"
expect_fail dimm-refused EADDRNOTAVAIL kx load "$d1_start"
expect policy set_policy placement unsafe
expect dimm kx load "$d1_start"
expect_is verdict-dimm removable "$(cat $SYSFS/image/verdict)"
