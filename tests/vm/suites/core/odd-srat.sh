# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an ACPI table in the initramfs makes no sense: it is ignored, and memory is usable
# timeout: 300
# guard: no
# kernels: amd64
# skip: needs an ACPI table in the initramfs, and x86 to take it
#
# The table is in the second kernel's initramfs and describes a range of memory
# that ends inside a page.
. /suite/next.inc
if is_first_kernel; then
	make_srat /tmp/srat 0:0x40000000:1 0x100000000:-4096:3 \
		0x200000000:0:3 0x300000000:0x40000000:3
	NEXT_TABLES=/tmp/srat next_kernel -c
fi
dmesg | grep -i -e srat -e "ACPI.*override\|Table Upgrade" >/dev/console
grep -A 1 "System RAM" /proc/iomem >/dev/console
expect table test -s /sys/firmware/acpi/tables/SRAT
insmod_guard || finish
expect said grep_log "beyond all addresses"
expect_is once 1 "$(dmesg | grep -c "beyond all addresses")"
expect_is missing none "$(cat $SYSFS/missing)"
kexecguardctl map --json >/tmp/map
expect_fail none-hotadded "" grep -q -e hot-added -e offline /tmp/map
expect load kexec_load_kernel -c
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect unload kexec -u
plug d1 512M
online d1
expect removable kx load "$d1_start"
expect_is verdict-dimm removable "$(cat $SYSFS/image/verdict)"
expect pluggable sh -c "kexecguardctl check | grep -q hot-pluggable"
