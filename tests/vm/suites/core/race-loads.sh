# SPDX-License-Identifier: GPL-2.0-or-later
# desc: loads race with plugs and pulls: what is loaded at the end is current
loads() {
	while [ ! -e /tmp/stop ]; do
		kx load $BOOT_ADDRESS segments=8
	done
	kx load $BOOT_ADDRESS
}
begin loads loads
for round in 1 2 3; do
	plug d1 512M
	online d1
	expect "unplug-$round" unplug d1
done
touch /tmp/stop
expect last-load end_of loads
expect loaded loaded 1
expect_is current "$(generation)" "$(cat $SYSFS/image/loaded_at)"
expect state state loaded
expect raced test "$(grep -c ok /tmp/loads.out)" -gt 3
