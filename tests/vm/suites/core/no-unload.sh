# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without a way to unload, an outdated image stays and is not executed
# kernels: no-data
# skip: other kernels have do_kexec_load(), or show their variables
# ends: second-kernel
# timeout: 90
expect missing reads $SYSFS/missing unload
kexecguardctl doctor >/tmp/doctor.out
expect_is doctor 1 $?
expect doctor-line grep -q "^  unload .*outdated image stays loaded" \
	/tmp/doctor.out
expect logged grep_log "cannot unload: outdated images stay, and are refused"

# stale: an image is loaded, outdated, and not executed.
stale() {
	expect "$1-stays" loaded 1
	expect "$1-outdated" wait_for 5 state outdated
	expect_fail "$1-exec" EBUSY kx exec
	kexecguardctl status >/tmp/status.out
	expect_is "$1-status" 1 $?
}

plug d1 512M
online d1
load_image $BOOT_ADDRESS
expect offline set_blocks offline "$(last_block d1)"
stale offline
expect_fail unload "the guard cannot unload on this kernel" kexecguardctl unload

# Another load replaces it with a valid image.
load_image $BOOT_ADDRESS
expect replaced state loaded
begin_load late $BOOT_ADDRESS
expect unplug unplug d1
open_gate late
expect_fail late-load EBUSY end_of late
stale late-load
expect kexec-tools kexec -u
expect gone loaded 0
expect idle wait_for 5 state idle

expect load kexec_load_kernel -c
expect valid kexecguardctl status
execute
