# SPDX-License-Identifier: GPL-2.0-or-later
# desc: boot memory is pulled: kexec_file_load() hands over a map without it, and the next kernel boots
# qemu: -object memory-backend-ram,id=m0,size=1G
# qemu: -smp sockets=2,cores=1,threads=1
# qemu: -numa node,nodeid=0,memdev=m0,cpus=0 -numa node,nodeid=1,cpus=1
# timeout: 400
# kernels: ^[0-9].*amd64
# skip: memory of the boot can go away on x86 only
#
# After a kexec, a DIMM that was plugged before it is boot memory, like one in
# a machine that was switched on with it. Two of them are one entry of the map;
# the lower half is pulled.
. /suite/next.inc
handed() {
	dmesg -c >/dev/null
	insmod /lib/modules/kghanded.ko || die kghanded
	rmmod kghanded
	dmesg | sed -n 's/.*kghanded: //p' | tee /dev/console
}
# has NAME ID: the table has RAM that starts at the DIMM's address.
has() {
	eval "has_start=\$${2}_start"
	grep -q "^$(printf %x "$has_start")-.* type 1\$" "/tmp/$1"
}
if is_first_kernel; then
	plug d1 256M 1
	plug d2 256M 1
	NEXT_ARGS=--mem-max=0x3fffffff \
		next_kernel -c movable_node "kg_dimm=$d1_start,$d1_end"
fi
range=$(sed 's/.*kg_dimm=\([0-9,]*\).*/\1/' /proc/cmdline)
set_range d1 "${range%,*}" "${range#*,}"
set_range d2 "$d1_end" $((d1_end + (256 << 20)))
grep "System RAM" /proc/iomem >/dev/console
if grep -qw kg_third /proc/cmdline; then
	expect_fail gone "" grep -q "^$(printf %x "$d1_start")-" /proc/iomem
	expect others grep -q "^$(printf %x "$d2_start")-" /proc/iomem
	finish
fi
handed >/tmp/before
expect before has before d1
expect_fail one-entry "" has before d2
expect load kexec_load_kernel -s
expect unplug unplug d1
expect unloaded loaded 0
handed >/tmp/after
expect_fail cut "" has after d1
expect others has after d2
expect_is only "$(grep -c type /tmp/before)" "$(grep -c type /tmp/after)"

plug d1 256M 1
handed >/tmp/back
expect back cmp /tmp/before /tmp/back
expect unplug-again unplug d1
remove_guard
handed >/tmp/without
expect restored cmp /tmp/before /tmp/without
insmod_guard || finish
handed >/tmp/again
expect_fail cut-again "" has again d1
expect still-good kexec_load_kernel -s
expect verdict kexecguardctl status
next_kernel -s "kg_third kg_dimm=$range"
