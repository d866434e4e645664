# SPDX-License-Identifier: GPL-2.0-or-later
# desc: rmmod while the worker is still trying to unload
plug d1 512M
online d1
load_image $BOOT_ADDRESS
insmod /lib/modules/kgfault.ko hold_lock=1 || die "hold the lock"
expect offline set_blocks offline "$(last_block d1)"
expect outdated state outdated
remove_guard
expect still-loaded loaded 1
rmmod kgfault
expect load kx load $BOOT_ADDRESS
