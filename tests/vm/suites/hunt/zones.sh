# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a zone gains and loses its only block beside allocations from the zone below it; kg.rounds= times
# each: bare guarded
# guard: no
# timeout: 3000
# A write to a pipe allocates its pages, and not from the movable zone.
allocate() {
	while [ ! -e /tmp/stop ]; do
		dd if=/dev/zero bs=64k count=256 2>/dev/null |
			dd of=/dev/null bs=64k 2>/dev/null
	done
}
plug d1 256M
[ $EACH = bare ] || insmod_guard || finish
block=$(first_block d1)
rounds=$(parameter rounds)
begin allocating allocate
round=0
while [ $round -lt "${rounds:-200}" ] && ! dmesg | grep -q "Call [Tt]race"; do
	set_blocks online_movable "$block" && set_blocks offline "$block" ||
		die "round $round"
	round=$((round + 1))
done
touch /tmp/stop
chan say "note $round rounds"
expect rounds test $round -eq "${rounds:-200}"
