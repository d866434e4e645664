# SPDX-License-Identifier: GPL-2.0-or-later
# desc: do_kexec_load() is inlined: the syscall is hooked, images are unloaded by the guard's own code
# kernels: no-file
# skip: other kernels have do_kexec_load(), or no kexec_load()
expect_is hooked __x64_sys_kexec_load \
	"$(kexecguardctl doctor -o HOOK,SYMBOL | sed -n 's/^load  *//p')"
expect unused reads $SYSFS/hooks/file-load unused
expect missing reads $SYSFS/missing none
plug d1 512M
online d1
load_image $BOOT_ADDRESS
expect_is comm kx "$(cat $SYSFS/image/comm)"
expect offline set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
load_image $BOOT_ADDRESS
expect by-hand kexecguardctl unload
expect unloaded-by-hand loaded 0
