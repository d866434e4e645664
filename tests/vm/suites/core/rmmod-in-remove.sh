# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module stays while a DIMM is pulled, and can be removed after that
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold offline
unplug_start d1
wait_held
expect_fail in-use "$IN_USE" rmmod kexecguard
expect unloaded-already loaded 0
release
expect unplug unplug_wait d1
remove_guard
expect gone test ! -e $SYSFS
