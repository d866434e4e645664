# SPDX-License-Identifier: GPL-2.0-or-later
# desc: no image is loaded before the device tree has followed a removal
# kernels: ppc64el
# skip: a pSeries has its memory in a device tree that changes last
# timeout: 180
tree() {
	cat /proc/device-tree/ibm,dynamic-reconfiguration-memory/ibm,dynamic-memory* |
		md5sum
}
kgslow=/sys/module/kgslow/parameters
plug d1 512M
load_image $BOOT_ADDRESS
insmod /lib/modules/kgslow.ko function=drmem_update_dt || die kgslow
unplug_start d1
wait_for 20 reads $kgslow/entered 1 || die "the tree is not updated"

# The memory is gone, and the tree still has it.
expect gone test ! -e "$MEMORY/$(last_block d1)"
expect unloaded loaded 0
old=$(tree)
expect state state changing
expect_fail load EBUSY kx load $BOOT_ADDRESS
begin_waiting early $BOOT_ADDRESS

echo 1 >$kgslow/release
expect unplug unplug_wait d1
end_dlpar
expect tree test "$old" != "$(tree)"
# A loader that may have read the old one.
go early
expect_fail early EBUSY end_of early
load_image $BOOT_ADDRESS
expect state-loaded state loaded
rmmod kgslow
