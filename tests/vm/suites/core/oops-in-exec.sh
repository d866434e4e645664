# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a task dies in kernel_kexec(): no kexec executes any more, memory operations go on
# allow: kernel BUG|Oops|Call Trace
plug d1 512M
plug d2 256M
load_image $BOOT_ADDRESS
insmod /lib/modules/kgoops.ko at=kernel_restart_prepare comm=kx || die kgoops
kx exec
i=0
while [ $i -lt 20 ]; do
	busybox true
	i=$((i + 1))
done
expect state state loaded
expect online set_blocks online_movable "$(first_block d1)"
# The dead task still holds the kernel's kexec lock.
expect outdated state outdated
began=$(cut -d. -f1 /proc/uptime)
expect unplug unplug d2
took=$(($(cut -d. -f1 /proc/uptime) - began))
expect not-waited test $took -lt $((20 * SLOW))
expect said grep_log "died .* executing"
end_without_guard
