# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without a DIMM, steering changes nothing: the kernel's own choice is safe
# kernels: .*amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
# memory: 6G
segments() {
	kexecguardctl status --json |
		sed -n 's/.*"start": *\([0-9]*\).*/\1/p' | tr '\n' ' '
}
expect steer-off set_policy steer 0
expect load kexec_load_kernel -s
unsteered=$(segments)
expect segments test -n "$unsteered"
expect steer-on set_policy steer 1
expect load-steered kexec_load_kernel -s
expect_is same "$unsteered" "$(segments)"
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
