# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec_file_load() is steered around a page that was retired after a hardware error
# kernels: ^6\.1-amd64|^(6\.12|7\.).*amd64
# skip: needs MEMORY_FAILURE
# ends: second-kernel
segments() {
	kexecguardctl status --json | sed -n 's/.*"start": *\([0-9]*\).*/\1/p'
}
corrupted() {
	sed -n 's/^HardwareCorrupted: *\([0-9]*\).*/\1/p' /proc/meminfo
}
kexec_load_kernel -s || die load
first=$(segments)
kexec -u
# give_up START: retire one of the pages from there on by a soft offline, which
# gives its user another page; if that fails, the page is the kernel's own.
give_up() {
	give_at=$1
	while [ $give_at -lt $(($1 + 0x20000)) ]; do
		echo $give_at >$MEMORY/soft_offline_page && return
		give_at=$((give_at + 0x1000))
	done
	echo "$1" >$MEMORY/hard_offline_page
}
# One segment is enough; it would not be placed in low memory again.
for segment in $first; do
	[ "$segment" -ge $((LOW_ADDRESS)) ] || continue
	give_up "$segment" 2>/dev/null
	break
done
expect poisoned test "$(corrupted)" -gt 0
set_policy steer 0
expect_fail unsteered "" kexec_load_kernel -s
set_policy steer 1
expect load kexec_load_kernel -s
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect moved test "$first" != "$(segments)"
execute
