# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the worker does not run: an outdated image is not executed, and others unload it
# kernels: amd64
# skip: the workers of a queue are too many for a slow machine
plug d1 512M
online d1
load_image $BOOT_ADDRESS
insmod /lib/modules/kgfault.ko hold_lock=1 hold_workers=1 || die "hold"
expect offline set_blocks offline "$(last_block d1)"
expect outdated state outdated
echo 1 >/sys/module/kgfault/parameters/release_lock || die "release"

# The lock is free, but nothing tries again.
expect_fail refused EBUSY kx exec
expect still-loaded loaded 1
expect still-outdated state outdated
expect load kx load $BOOT_ADDRESS
expect idle state loaded
expect executable kexecguardctl status

# An operation unloads the image itself.
expect offline-more set_blocks offline "$(first_block d1)"
expect unloaded loaded 0
rmmod kgfault
expect settled wait_for 5 state idle
expect_is unloads 1 "$(counter unloads)"
