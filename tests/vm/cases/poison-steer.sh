# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec_file_load() is steered around a page that the hardware has given up
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
# One is enough; low memory is not where it would be put again. What is in use
# stays in use, and is marked.
for segment in $first; do
	[ "$segment" -ge $((LOW_ADDRESS)) ] || continue
	echo "$segment" 2>/dev/null >$MEMORY/hard_offline_page
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
