# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a task dies in the middle of an operation: memory counts as changed
# allow: kernel BUG|Oops|Call Trace
plug d1 512M
load_image $BOOT_ADDRESS
before=$(generation)
insmod /lib/modules/kgoops.ko at=writeback_set_ratelimit comm=sh || die kgoops
sh -c "echo online_movable >$MEMORY/$(first_block d1)/state"
i=0
while [ $i -lt 20 ]; do
	busybox true
	i=$((i + 1))
done
expect not-changing sh -c "! grep -q changing $SYSFS/state"
expect unloaded wait_for 10 loaded 0
expect generation test "$(generation)" -gt "$before"
expect said grep_log "died .* memory"
expect load kx load $BOOT_ADDRESS
expect state state loaded
end_without_guard
