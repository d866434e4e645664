# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module goes while a DIMM is pulled
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold offline
unplug_start d1
wait_held
begin rmmod rmmod kexecguard
usleep 300000
release
expect unplug unplug_wait d1
expect rmmod end_of rmmod
expect gone test ! -e $SYSFS
