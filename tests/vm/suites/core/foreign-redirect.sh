# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a probe that may redirect calls past a hook is noticed, set before the guard or after
# kernels: amd64
# skip: a kprobe on arm64 has nothing to do with ftrace
# To ftrace, a kprobe at the entry with a post-handler is such a probe.
redirect() {
	insmod /lib/modules/kgstay.ko at=kernel_kexec comm=nobody ||
		die kgstay
}
expect missing-none reads $SYSFS/missing none
redirect
expect dead reads $SYSFS/hooks/exec dead
expect missing reads $SYSFS/missing exec
expect others reads $SYSFS/hooks/load armed
remove_guard
insmod_guard
expect said grep_log "hook exec dead (error -17)"
expect dead-again reads $SYSFS/hooks/exec dead
rmmod kgstay
expect armed reads $SYSFS/hooks/exec armed
expect missing-none-again reads $SYSFS/missing none
