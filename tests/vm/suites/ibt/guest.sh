#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs in Bochs as /init: each hook and each verdict once, on a processor that
# enforces IBT, and last a branch that it must catch. The host judges.

/bin/busybox --install -s /bin
umask 022
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /run
mount -t debugfs debugfs /sys/kernel/debug
dmesg -n 8

. /lib.sh

# No DIMM can be pulled here. Boot memory that kernelcore= keeps movable goes
# offline instead; it is not removed.
movable_block() {
	grep -lxE "Movable" $MEMORY/memory*/valid_zones | head -n 1 |
		sed 's|.*/\(memory[0-9]*\)/.*|\1|'
}

# The kernel has made its complaints about Bochs before this line.
echo "kg: begin" >/dev/kmsg
expect processor grep -qw ibt /proc/cpuinfo
expect kernel sh -c 'dmesg | grep -q "CET detected: Indirect Branch Tracking"'

insmod_guard || finish
expect missing-none reads $SYSFS/missing none
for hook in $SYSFS/hooks/*; do
	expect "armed-${hook##*/}" reads "$hook" armed
done
expect doctor kexecguardctl doctor

block=$(movable_block)
[ -n "$block" ] || die "no movable memory block"

load_image $BOOT_ADDRESS
expect offline set_blocks offline "$block"
expect unloaded-by-offline loaded 0
load_image $BOOT_ADDRESS
expect online set_blocks online_movable "$block"
expect unloaded-by-online loaded 0

hold going_offline
begin offline set_blocks offline "$block"
wait_held
expect_fail load-in-operation EBUSY kx load $BOOT_ADDRESS
expect_fail file-load-in-operation "$BUSY" kexec_load_kernel -s
expect_fail exec-in-operation EBUSY kx exec
release
expect offline-after end_of offline
rmmod kgtest
set_blocks online_movable "$block"

load_image $BOOT_ADDRESS
hold going_offline
begin offline set_blocks offline "$block"
wait_held
expect_fail exec-outdated EBUSY kx exec
release
expect offline-loaded end_of offline
expect unloaded loaded 0
rmmod kgtest
set_blocks online_movable "$block"

# Execute up to the jump, and return. kgexec only knows images that were loaded
# after it was inserted.
insmod /lib/modules/kgexec.ko has_guard=1 || die "kgexec"
load_image $BOOT_ADDRESS
kx exec
expect executed reads /sys/module/kgexec/parameters/executed 1
expect not-stale reads /sys/module/kgexec/parameters/stale 0
rmmod kgexec

policy steer=1
expect file-load kexec_load_kernel -s
expect file-loaded loaded 1
expect steered reads $SYSFS/image/verdict safe
expect check kexecguardctl check
expect unload kexec -u

remove_guard
load_image $BOOT_ADDRESS
expect offline-without-guard set_blocks offline "$block"
expect kept-without-guard loaded 1

# Complaints from here on are expected.
echo "kg: a branch to what is no target" >/dev/kmsg
chan say mistake
insmod /lib/modules/kgbug.ko bug=no-target
chan say end
sleep 1000
