# SPDX-License-Identifier: GPL-2.0-or-later
# desc: virtio-mem grows and shrinks under a policy that counts it: no load and no kexec while it does
# qemu: -object memory-backend-ram,id=vmem0,size=2G
# qemu: -device virtio-mem-pci,id=vm0,memdev=vmem0,requested-size=0
# modules: virtio_pci virtio_mem
#
# The device reports its new size before the notifiers of its one block are
# called. The default policy ignores a driver's memory.
load_virtio_mem
policy on_driver=unload

# held_by SIZE WHERE
held_by() {
	load_image $BOOT_ADDRESS
	hold "$2"
	virtio_mem vm0 "$1"
	wait_held
	expect "$2-state" state changing
	expect_fail "$2-load" EBUSY kx load $BOOT_ADDRESS
	expect_fail "$2-exec" EBUSY kx exec
	release
	expect "$2-unloaded" wait_for 10 loaded 0
	expect "$2-over" wait_for 10 settled
	rmmod kgtest || die "kgtest"
}
held_by 128M going_online
held_by 0 going_offline
