# SPDX-License-Identifier: GPL-2.0-or-later
# desc: arm64: kexec_file_load() honours all reservations, stays in boot memory, and the image boots
# kernels: file
# skip: needs kexec_file_load on arm64; steer shows the same on others
# qemu: -machine gic-version=3
# ends: second-kernel
field() {
	kexecguardctl status --json |
		sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p"
}
in_dimm() {
	for segment in $(field start); do
		[ "$segment" -lt "$d1_start" ] || return 0
	done
	return 1
}

# overlaps NAME: a segment overlaps a resource of that name.
overlaps() {
	field start >/tmp/starts
	field end >/tmp/ends
	sed -n "s/^ *\([0-9a-f]*\)-\([0-9a-f]*\) : $1\$/0x\1 0x\2/p" \
		/proc/iomem >/tmp/resources
	while read -r segment_start && read -r segment_end <&3; do
		while read -r first last; do
			[ "$segment_end" -le $((first)) ] ||
				[ "$segment_start" -gt $((last)) ] || {
				echo "$segment_start-$segment_end: $first-$last"
				return 0
			}
		done </tmp/resources
	done </tmp/starts 3</tmp/ends
	return 1
}
ram_children() {
	awk '/^[^ ]/ { ram = /System RAM/ } ram && /^  [^ ]/' /proc/iomem |
		grep -c ' : reserved'
}
policy placement=unsafe
expect has-it has_file_load
expect steer-armed kexecguardctl doctor
# EFI tables, and tables that the interrupt controller keeps writing to.
expect reservations [ "$(ram_children)" -gt 2 ]
plug d1 512M
online d1

# The kernel's own choice: the device tree goes to the top of all memory.
expect steer-off set_policy steer 0
expect_fail unsteered "Cannot assign requested address" kexec_load_kernel -s
expect any-place set_policy placement off
expect load-unsteered kexec_load_kernel -s
expect unsteered-in-dimm in_dimm
expect_is unsteered-verdict unsafe "$(cat $SYSFS/image/verdict)"

expect safe-places set_policy placement unsafe
expect steer-on set_policy steer 1
expect load kexec_load_kernel -s
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect_fail boot-memory "" in_dimm
expect_fail honoured "" overlaps reserved

expect load-by-tool kexecguardctl load /boot/vmlinuz \
	--initrd /boot/second.img --command-line "$SECOND_LINE"
expect by-file-load sh -c 'kexecguardctl status | grep -qF "kexec_file_load()"'
expect_is tool-verdict safe "$(cat $SYSFS/image/verdict)"
expect_fail tool-boot-memory "" in_dimm
expect_fail tool-honoured "" overlaps reserved
expect unplug unplug d1
expect reload kexecguardctl reload --settle 0.2
expect valid kexecguardctl check
execute
