# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an unload is reported with its reason although the event queue has dropped it
# kernels: 6.1-cloud
# skip: the workers of a queue are too many for a slow machine
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hear_uevents
insmod /lib/modules/kgfault.ko hold_workers=1 || die hold
i=0
while [ $i -lt 20 ]; do
	set_blocks offline $d1_blocks &&
		set_blocks online_movable $d1_blocks || die blocks
	i=$((i + 1))
done
expect unloaded loaded 0
rmmod kgfault
expect told wait_for 10 grep -q KEXECGUARD_EVENT=unload /tmp/uevents
expect trigger wait_for 5 grep -q KEXECGUARD_TRIGGER=offline /tmp/uevents
expect once reads $SYSFS/counters/unloads 1
expect number wait_for 5 grep -q KEXECGUARD_UNLOADS=1 /tmp/uevents
kill $listener
