# SPDX-License-Identifier: GPL-2.0-or-later
# desc: with kexec_file_load() alone: loads are refused while memory changes, images are unloaded by the guard's own code
# kernels: no-kexec
# skip: other kernels have kexec_load()
# append: crashkernel=192M
expect_fail no-syscall ENOSYS kx load $BOOT_ADDRESS
expect unused reads $SYSFS/hooks/load unused
expect missing reads $SYSFS/missing none
expect crash kexec_load_crash -s
plug d1 512M
online d1
expect load kexec_load_kernel -s
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail exec EBUSY kx exec
expect_fail load-meanwhile EBUSY kx load-file /boot/vmlinuz /boot/second.img x
release
expect offline end_of offline
expect unloaded loaded 0
expect crash-stays crash_loaded 1
expect state state idle
expect load-again kexec_load_kernel -s
expect by-hand kexecguardctl unload
expect unloaded-by-hand loaded 0
expect crash-stays-again crash_loaded 1
