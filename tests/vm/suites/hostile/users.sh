# SPDX-License-Identifier: GPL-2.0-or-later
# desc: calls with every wrong size, flag and pointer; kg.calls= scales it
# timeout: 1800
# each: root nobody namespace
dmesg -n 4
# A block that stays online keeps the zone populated, so the zone lists are not
# rebuilt while calls allocate, which crashes the kernel itself.
plug d0 256M
online d0
plug d1 256M
CALLS=$(parameter calls)
chmod 755 /tmp
expect hostile run_logged hostile "$EACH" "${CALLS:-50000}" "$(seed)" \
	"$MEMORY/$(last_block d1)/state"
chan say "note $(tail -n 1 /tmp/expect.out)"
dmesg -n 8
expect_is missing none "$(cat $SYSFS/missing)"
