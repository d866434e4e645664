# SPDX-License-Identifier: GPL-2.0-or-later
# desc: crash images load and unload while memory goes offline
# append: crashkernel=192M

# By kexec_load(): for a whole kernel kexec-tools need a file that not every
# kernel offers.
load_by_syscall() {
	if [ -e /proc/kcore ]; then
		kexec_load_crash -c
	else
		kx load "$(sed -n \
			's/^ *\([0-9a-f]*\)-.*Crash kernel$/0x\1/p' \
			/proc/iomem)" crash
	fi
}

plug d1 512M
online d1
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail normal "$BUSY" kexec_load_kernel -a
expect crash-c load_by_syscall
expect crash-loaded crash_loaded 1
expect unload kexec -p -u
expect crash-unloaded crash_loaded 0
expect crash-a kexec_load_crash -a
expect crash-loaded-again crash_loaded 1
release
expect offline end_of offline
expect crash-kept crash_loaded 1
