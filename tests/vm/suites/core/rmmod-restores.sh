# SPDX-License-Identifier: GPL-2.0-or-later
# desc: removing the module leaves no probe and no file; inserting it again starts afresh
probes=/sys/kernel/debug/kprobes/list
expect armed grep -q . $probes
for round in 1 2 3 4 5 6 7 8; do
	remove_guard
	expect_is "probes-$round" "" "$(cat $probes)"
	expect "no-device-$round" test ! -e /dev/kexecguard
	expect "no-sysfs-$round" test ! -e $SYSFS
	insmod_guard
	expect "missing-none-$round" reads $SYSFS/missing none
done
plug d1 512M
load_image $BOOT_ADDRESS
remove_guard
expect kept loaded 1
expect unplug unplug d1
expect not-guarded loaded 1
