# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec_file_load() chooses the DIMM by itself; steered, it takes boot memory, and the image boots
# kernels: (6\.12|7\.).*amd64|debug
# skip: not arm64 (no kexec_file_load); older kernels never choose a DIMM
# ends: second-kernel
plug d1 512M
online d1
expect steer-off set_policy steer 0
expect load kexec_load_kernel -s
expect_is unsteered removable "$(cat $SYSFS/image/verdict)"
segments() {
	kexecguardctl status --json | sed -n 's/.*"start": *\([0-9]*\).*/\1/p'
}
in_dimm() {
	for segment in $(segments); do
		[ "$segment" -lt "$d1_start" ] || return 0
	done
	return 1
}
expect segments test -n "$(segments)"
expect lands-in-dimm in_dimm

expect steer-on set_policy steer 1
expect load-steered kexec_load_kernel -s
expect_is steered safe "$(cat $SYSFS/image/verdict)"
expect_fail lands-in-boot-memory "" in_dimm
execute
