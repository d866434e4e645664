# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a change finds no memory to be recorded in: the map is reread until that succeeds, and by the next load
LOST=/sys/module/kglost/parameters
lost() {
	echo "$1" >$LOST/collect
	echo 1 >$LOST/update
}
known() {
	reads $SYSFS/missing none
}
plug d1 256M
insmod /lib/modules/kglost.ko || die kglost

# Reread by the worker, after some failures.
lost 5
expect online set_blocks online_movable "$(last_block d1)"
expect said grep_log "the memory map is lost for now"
expect known wait_for 10 known
expect_is used-up 0 "$(cat $LOST/collect)"
expect load kx load $BOOT_ADDRESS
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect movable sh -c 'kexecguardctl map --json | grep -q movable'

# Reread by a load, since the worker now waits long between its attempts.
lost 1000000
expect offline set_blocks offline "$(last_block d1)"
failed_often() {
	[ "$(cat $LOST/collect)" -le 999990 ]
}
expect worker-waits wait_for 20 failed_often
expect_fail unknown "" known
echo 0 >$LOST/collect
expect load-reads kx load $BOOT_ADDRESS
expect known-at-once known
expect_is verdict-at-once safe "$(cat $SYSFS/image/verdict)"
rmmod kglost
