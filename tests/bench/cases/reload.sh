# SPDX-License-Identifier: GPL-2.0-or-later
# desc: from the last event until a valid image is loaded again
# guard: no
# timeout: 100000
#
# An image is valid if its load began after the last event. The number of loads
# is counted, too.
. /suite/bench.inc
find_blocks
meter kernel || die "kernel"
EVENTS=$(parameter events)

# When the first load ended that began after the end of the last event.
valid_load() {
	awk -v last="$last" '$1 >= last && !done { print $2; done = 1 }' \
		/tmp/loads 2>/dev/null
}
has_valid_load() {
	[ -n "$(valid_load)" ]
}

# storm SIDE: report a sample: milliseconds from the last event and from the
# first event to the valid image, the number of loads, and milliseconds from the
# last event to the end of the last load.
storm() {
	rm -f /tmp/loads
	# shellcheck disable=SC2046
	set -- "$1" $(meter storm "$EVENTS" "$FIRST" 2>&1)
	[ $# = 3 ] || die "$*"
	last=$3
	wait_for 600 has_valid_load || die "$1: not loaded again"
	udevadm settle --timeout=120
	usleep 5000000
	sample "$1" "$(awk -v first="$2" -v last="$3" -v valid="$(valid_load)" '
		{ end = $2 }
		END { print (valid - last) / 1000, (valid - first) / 1000, NR,
			(end - last) / 1000 }
		' /tmp/loads)"
}

# all_offline: restore the state before the storm.
all_offline() {
	[ $((EVENTS / 8 % 2)) = 0 ] ||
		meter blocks offline "$FIRST" 8 >/dev/null || die "offline"
}

storm_by() {
	kexec -s -l /tmp/bzimage --command-line=quiet || die "load"
	udev "/peers/$1.rules"
	storm "$1"
	no_udev
	all_offline
	kexec -s -u
}

storm_ours() {
	mkdir -p /run/kexecguard
	meter watch /run/kexecguard /peers/ours >/tmp/ours.out 2>&1 &
	ours_pid=$!
	kexecguardctl load /tmp/bzimage --no-initrd --command-line quiet \
		>/dev/null || die "load"
	udev /peers/60-kexecguard.rules
	storm ours
	no_udev
	kill $ours_pid
	wait $ours_pid
	all_offline
	kexecguardctl unload >/dev/null
	rm -r /run/kexecguard
}

turn() {
	with_guard storm_ours
	storm_by throttled
	[ "$EVENTS" -gt "$(parameter each)" ] || storm_by each
}
rounds turn
done_measuring
