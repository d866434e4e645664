# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in virtio-mem memory is unloaded when that memory is removed
# qemu: -object memory-backend-ram,id=vmem0,size=2G
# qemu: -device virtio-mem-pci,id=vm0,memdev=vmem0,requested-size=0
# modules: virtio_pci virtio_mem
load_virtio_mem
virtio_mem vm0 512M
wait_for 10 grep -q "System RAM (virtio_mem)" /proc/iomem ||
	die "no virtio-mem memory"
address=$(sed -n 's/^ *\([0-9a-f]*\)-.*System RAM (virtio_mem)$/0x\1/p' \
	/proc/iomem | head -n1)
# Without placement=off the guard refuses an image there.
policy placement=off
load_image "$address"
# The driver gives memory back to the host before it takes the block offline.
virtio_mem vm0 0
expect unloaded wait_for 10 loaded 0
