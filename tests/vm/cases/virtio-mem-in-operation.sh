# SPDX-License-Identifier: GPL-2.0-or-later
# desc: virtio-mem that grows or shrinks: no load and no kexec meanwhile
# qemu: -object memory-backend-ram,id=vmem0,size=2G
# qemu: -device virtio-mem-pci,id=vm0,memdev=vmem0,requested-size=0
# modules: virtio_pci virtio_mem
#
# The device has the size that it was asked for before the driver's notifiers
# are called, one block at a time.
load_virtio_mem
load_image $BOOT_ADDRESS

# held_by SIZE WHERE
held_by() {
	hold "$2"
	virtio_mem vm0 "$1"
	wait_held
	expect "$2-state" state changing
	expect_fail "$2-load" EBUSY kx load $BOOT_ADDRESS
	expect_fail "$2-exec" EBUSY kx exec
	release
	expect "$2-over" wait_for 10 state loaded
	expect "$2-kept" loaded 1
	expect "$2-load-after" kx load $BOOT_ADDRESS
	rmmod kgtest || die "kgtest"
}
held_by 128M going_online
held_by 0 going_offline
expect refused reads $SYSFS/counters/execs_refused 2
