# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DIMM comes and goes beside loads; kg.rounds= times
# each: bare guarded
# guard: no
# timeout: 3000
loads() {
	while [ ! -e /tmp/stop ]; do
		kx load $BOOT_ADDRESS segments=8 >/dev/null 2>&1
	done
}
[ $EACH = bare ] || insmod_guard || finish
rounds=$(parameter rounds)
begin loading loads
round=0
while [ $round -lt "${rounds:-200}" ] && ! dmesg | grep -q "Call [Tt]race"; do
	plug d1 256M
	online d1
	unplug d1 >/dev/null || die "round $round"
	round=$((round + 1))
done
touch /tmp/stop
chan say "note $round rounds"
expect rounds test $round -eq "${rounds:-200}"
