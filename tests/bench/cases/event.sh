# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what one event costs inside the guard, as the map grows
# guard: yes
# append: init_on_alloc=0
# timeout: 100000
#
# Every second block of a stretch is online, so each block is a range of its
# own in the map. The function graph tracer times the guard's notifier, and
# nothing else: its filter holds that one function.
. /suite/bench.inc
TRACING=/sys/kernel/tracing
find_blocks

# grow FROM TO: every second block online.
grow() {
	grow_block=$1
	while [ "$grow_block" -lt "$2" ]; do
		meter blocks online_movable $((FIRST + grow_block)) 1 \
			>/dev/null || die "online $grow_block"
		grow_block=$((grow_block + 2))
	done
}

# note_events NAME: a sample for each block: its two calls, in ticks.
note_events() {
	sed -n 's/^.* \([0-9.]*\) us .*on_memory_event.*/\1/p' \
		$TRACING/trace >/tmp/calls
	while read -r begins && read -r ends; do
		sample "$1" "$(awk "BEGIN { print 1000 * ($begins + $ends) }")"
	done </tmp/calls
	echo >$TRACING/trace
}

# watch NAME BLOCK: ROUNDS odd blocks from there on go online, and offline.
watch() {
	watch_block=$2
	echo >$TRACING/trace
	for watch_state in online_movable offline; do
		watch_at=$watch_block
		rounds watch_one
		note_events "$1-$watch_state"
	done
}
watch_one() {
	meter blocks $watch_state $((FIRST + watch_at)) 1 >/dev/null ||
		die "$watch_state $watch_at"
	watch_at=$((watch_at + (watch_span > 2 ? 2 : 0)))
	[ $watch_at -lt $((watch_block + watch_span)) ] ||
		watch_at=$watch_block
}

echo on_memory_event >$TRACING/set_ftrace_filter || die "filter"
echo function_graph >$TRACING/current_tracer || die "tracer"
grown=0
for size in $(parameter sizes | tr , ' '); do
	grow $grown "$size"
	grown=$size
	watch_span=$((size / 2))
	[ $watch_span -lt 16 ] || watch_span=16
	watch "$size" $((size / 4 * 2 + 1))
done
echo nop >$TRACING/current_tracer
done_measuring
