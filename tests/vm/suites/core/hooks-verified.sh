# SPDX-License-Identifier: GPL-2.0-or-later
# desc: disarmed hooks are noticed, and so is their return
probes=/sys/kernel/debug/kprobes/enabled
expect missing-none reads $SYSFS/missing none
for hook in exec load prepare segment add remove; do
	expect "armed-$hook" reads $SYSFS/hooks/$hook armed
done
file_load=unused
! has_file_load || file_load=armed
expect "file-load" reads $SYSFS/hooks/file-load $file_load
echo 0 >$probes
expect dead reads $SYSFS/hooks/exec dead
expect missing grep -qw exec $SYSFS/missing
echo 1 >$probes
expect armed-again reads $SYSFS/hooks/exec armed
expect missing-none-again reads $SYSFS/missing none
