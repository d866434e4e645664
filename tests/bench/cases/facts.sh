# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what reading all facts about memory costs, beside the load of a kernel
# guard: yes
# append: init_on_alloc=0
# timeout: 100000
#
# The blocks are offline: then each section is searched for a page, which is the
# longest way, and needs no memory of the host's. A load into memory that is
# absent has everything read once more before it is refused; the function graph
# tracer times that alone.
. /suite/bench.inc
TRACING=/sys/kernel/tracing
ABSENT=0xa0000

read_once() {
	echo >$TRACING/trace
	expect_fail refused EADDRNOTAVAIL kx load $ABSENT
	sed -n 's/^.* \([0-9.]*\) us .*kg_memmap_reread.*/\1/p' \
		$TRACING/trace >/tmp/calls
	[ "$(wc -l </tmp/calls)" = 1 ] ||
		die "$(wc -l </tmp/calls) calls, not 1"
	sample reread "$(awk '{ print 1000 * $1 }' /tmp/calls)"
}

load_once() {
	metered load run "$@"
	kexec -s -u || die "unload"
}

echo kg_memmap_reread >$TRACING/set_ftrace_filter || die "filter"
echo function_graph >$TRACING/current_tracer || die "tracer"
rounds read_once
echo nop >$TRACING/current_tracer
set -- kexec -s -l /boot/vmlinuz --initrd=/boot/second.img \
	--command-line="$SECOND_LINE"
"$@" && kexec -s -u || die "load once more than is counted"
rounds load_once "$@"
done_measuring
