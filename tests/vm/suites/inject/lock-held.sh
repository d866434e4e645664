# SPDX-License-Identifier: GPL-2.0-or-later
# desc: another task holds the kexec lock: the image is outdated and refused at once, and unloaded later
plug d1 512M
online d1
load_image $BOOT_ADDRESS
insmod /lib/modules/kgfault.ko hold_lock=1 || die "hold the lock"
expect offline set_blocks offline "$(last_block d1)"
expect still-loaded loaded 1
expect outdated state outdated
expect_fail refused EBUSY kx exec
expect offline-more set_blocks offline "$(first_block d1)"
expect still-outdated state outdated
rmmod kgfault
expect unloaded wait_for 5 loaded 0
expect idle wait_for 5 state idle
expect counted test "$(counter unloads)" -eq 1
