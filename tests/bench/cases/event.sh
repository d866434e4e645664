# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what one event costs inside the guard, as the map grows
# guard: yes
# append: init_on_alloc=0
# timeout: 100000
#
# Every second block of a stretch is online, so that each block is a range of
# its own in the map. The function graph tracer times only the guard's notifier,
# the one function in its filter.
. /suite/bench.inc
TRACING=/sys/kernel/tracing
find_blocks

# grow FROM TO: bring every second block online.
grow() {
	[ "$1" -ge "$2" ] ||
		meter blocks online_movable $((FIRST + $1)) \
			$((($2 - $1) / 2)) 2 >/dev/null || die "grow $*"
}

# note_events NAME: report a sample for each operation: its two calls, in ticks.
note_events() {
	sed -n 's/^.* \([0-9.]*\) us .*on_memory_event.*/\1/p' \
		$TRACING/trace >/tmp/calls
	echo >$TRACING/trace
	[ "$(wc -l </tmp/calls)" = 4 ] ||
		die "$1: $(wc -l </tmp/calls) calls, not 4"
	# shellcheck disable=SC2046
	set -- "$1" $(cat /tmp/calls)
	sample "$1-online" "$(awk "BEGIN { print 1000 * ($2 + $3) }")"
	sample "$1-offline" "$(awk "BEGIN { print 1000 * ($4 + $5) }")"
}

# watch NAME BLOCK SPAN: bring odd blocks online and offline, one after the
# other.
watch() {
	watch_name=$1
	watch_first=$2
	watch_span=$3
	watch_at=0
	echo >$TRACING/trace
	rounds watch_one
}
watch_one() {
	for watch_state in online_movable offline; do
		meter blocks $watch_state $((FIRST + watch_first + watch_at)) \
			1 >/dev/null || die "$watch_state $watch_at"
	done
	note_events "$watch_name"
	watch_at=$(((watch_at + 2) % watch_span))
}

echo on_memory_event >$TRACING/set_ftrace_filter || die "filter"
echo function_graph >$TRACING/current_tracer || die "tracer"
grown=0
for size in $(parameter sizes | tr , ' '); do
	grow $grown "$size"
	grown=$size
	watch "$size" $((size / 4 * 2 + 1)) 4
done
echo nop >$TRACING/current_tracer
done_measuring
