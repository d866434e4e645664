# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module stays while memory goes offline; while memory goes online, rmmod waits
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail in-use "$IN_USE" rmmod kexecguard
expect changing state changing
expect_fail load EBUSY kx load $BOOT_ADDRESS
release
expect offline end_of offline
expect unloaded loaded 0
expect rmmod-kgtest rmmod kgtest

# Only the guard's notifier has to wait for this one.
load_image $BOOT_ADDRESS
hold going_online
begin online set_blocks online_movable "$(last_block d1)"
wait_held
begin rmmod rmmod kexecguard
usleep 300000
release
expect online end_of online
expect rmmod end_of rmmod
expect gone test ! -e $SYSFS
