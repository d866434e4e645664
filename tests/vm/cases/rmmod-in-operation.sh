# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module goes in the middle of an operation, or waits for its end
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
begin rmmod rmmod kexecguard
usleep 300000
release
expect offline end_of offline
expect rmmod end_of rmmod
expect gone test ! -e $SYSFS
