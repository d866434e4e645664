# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the record of the task that loaded the image survives replaced and failed loads
expect load-c kexec_load_kernel -c
expect_is syscall-c kexec_load "$(cat $SYSFS/image/syscall)"
expect_is comm kexec "$(cat $SYSFS/image/comm)"
if has_file_load; then
	expect load-s kexec_load_kernel -s
	expect_is syscall-s kexec_file_load "$(cat $SYSFS/image/syscall)"
fi
load_image $BOOT_ADDRESS segments=3
expect_is comm-kx kx "$(cat $SYSFS/image/comm)"
expect_is segments 3 "$(cat $SYSFS/image/segments)"
expect place set_policy placement unsafe
expect_fail failed-load "" kx load 0x20000000000000
expect_is comm-kept kx "$(cat $SYSFS/image/comm)"
expect unload kx unload
expect_is comm-none "" "$(cat $SYSFS/image/comm)"
expect state state idle
