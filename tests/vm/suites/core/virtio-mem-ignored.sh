# SPDX-License-Identifier: GPL-2.0-or-later
# desc: virtio-mem that grows and shrinks elsewhere does not outdate the image
# qemu: -object memory-backend-ram,id=vmem0,size=2G
# qemu: -device virtio-mem-pci,id=vm0,memdev=vmem0,requested-size=0
# modules: virtio_pci virtio_mem
load_virtio_mem
load_image $BOOT_ADDRESS
virtio_mem vm0 512M
wait_for 10 grep -q "System RAM (virtio_mem)" /proc/iomem ||
	die "no virtio-mem memory"
expect kept-grown loaded 1
virtio_mem vm0 0
expect kept-shrunk loaded 1
expect unloads reads $SYSFS/counters/unloads 0
expect changes test "$(counter changes)" -gt 0
