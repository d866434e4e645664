# SPDX-License-Identifier: GPL-2.0-or-later
# desc: while the memory map cannot be read nothing is called safe, and the next user reads it again
LOST=/sys/module/kglost/parameters
known() {
	reads $SYSFS/missing none
}
verdict() {
	cat $SYSFS/image/verdict
}
plug d1 256M
load_image $BOOT_ADDRESS
policy policy=map
insmod /lib/modules/kglost.ko || die kglost
expect known known
expect_is safe safe "$(verdict)"

# Memory has changed: what is known of it is not used any more.
echo 1000 >$LOST/collect
expect online set_blocks online_movable "$(last_block d1)"
expect kept loaded 1
expect_is not-safe unknown "$(verdict)"
expect_fail missing "" known
expect said grep_log "the memory map cannot be read"
expect load kx load $BOOT_ADDRESS
expect said-load grep_log "placement not checked"

# The next user reads it.
echo 0 >$LOST/collect
expect_is read-again safe "$(verdict)"
expect known-again known
expect movable sh -c 'kexecguardctl map --json | grep -q movable'

# A change that nobody has looked at, and a load.
expect offline set_blocks offline "$(last_block d1)"
expect_fail offline-refused EADDRNOTAVAIL kx load "$(start_of d1)"
echo 2 >$LOST/collect
expect online-again set_blocks online_movable "$(last_block d1)"
expect load-reads kx load $BOOT_ADDRESS
expect_is load-verdict safe "$(verdict)"
rmmod kglost
