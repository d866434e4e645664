# SPDX-License-Identifier: GPL-2.0-or-later
# desc: calls with every wrong size, flag and pointer; kg.calls= scales it
# timeout: 1800
# each: root nobody namespace
dmesg -n 4
plug d1 256M
CALLS=$(parameter calls)
SEED=$(parameter seed)
chmod 755 /tmp
expect hostile run_logged hostile "$EACH" "${CALLS:-50000}" "${SEED:-0}" \
	"$MEMORY/$(last_block d1)/state"
dmesg -n 8
expect_is missing none "$(cat $SYSFS/missing)"
