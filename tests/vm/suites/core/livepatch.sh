# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a livepatch on a hooked function is noticed, and so is its removal
# kernels: ^(?!.*-cfi-).*amd64
# skip: no livepatch in the kernels built here, nor on arm64
expect missing-none reads $SYSFS/missing none
insmod /lib/modules/kglive.ko || die "kglive"
patched() {
	reads /sys/kernel/livepatch/kglive/transition 0
}
expect patched wait_for 60 patched
expect dead reads $SYSFS/hooks/exec dead
expect others reads $SYSFS/hooks/load armed
expect missing reads $SYSFS/missing exec
kexecguardctl doctor >/tmp/doctor.out
expect_is doctor 1 $?
expect reason grep -q "live patch" /tmp/doctor.out
load_image $BOOT_ADDRESS
expect_fail bypassed EXDEV kx exec

# The same with the guard inserted second.
remove_guard
insmod_guard
expect said grep_log "hook exec dead (error -17)"
expect dead-again reads $SYSFS/hooks/exec dead

echo 0 >/sys/kernel/livepatch/kglive/enabled
unpatched() {
	[ ! -e /sys/kernel/livepatch/kglive ]
}
expect unpatched wait_for 60 unpatched
expect armed reads $SYSFS/hooks/exec armed
expect missing-none-again reads $SYSFS/missing none
expect rmmod rmmod kglive
