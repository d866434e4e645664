# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DIMM that was plugged before a kexec can still be pulled: only ACPI says so, no table does
# timeout: 300
# kernels: amd64
# skip: needs an ACPI table in the initramfs, and x86 to take it
#
# kexec-tools hand it over as if the firmware had reported it.
. /suite/next.inc
if is_first_kernel; then
	plug d1 512M
	make_srat /tmp/srat 0:0x40000000:1 0x100000000:0x200000000:1
	NEXT_TABLES=/tmp/srat NEXT_ARGS=--mem-max=0x3fffffff \
		next_kernel -c movable_node "kg_dimm=$d1_start,$d1_end"
fi
range=$(sed 's/.*kg_dimm=\([0-9,]*\).*/\1/' /proc/cmdline)
set_range d1 "${range%,*}" "${range#*,}"
grep "System RAM" /proc/iomem >/dev/console
dmesg | grep SRAT: >/dev/console
expect handed-over grep -q "^$(printf %x "$d1_start")-.*System RAM" /proc/iomem
kexecguardctl windows --all >/dev/console
expect load kx load "$d1_start"
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
expect why sh -c 'kexecguardctl check | grep -q hot-pluggable'
expect_fail why-not "" sh -c 'kexecguardctl check | grep -q hot-added'
expect boot kx load $BOOT_ADDRESS
expect_is verdict-boot safe "$(cat $SYSFS/image/verdict)"
kept="windows --removable --min 0x100000000 -o START,END,LEVEL,REASONS"
expect files sh -c "kexecguardctl $kept >/tmp/a && grep removable /tmp/a &&
	kexecguardctl $kept --sysroot / | diff /tmp/a -"
