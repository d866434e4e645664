# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what memory the module holds
# guard: no
# append: init_on_alloc=0
# timeout: 100000
. /suite/bench.inc
TRACING=/sys/kernel/tracing

# The kernel traces each allocation of more than a page, and its end.
cat >$TRACING/kprobe_events <<PROBES || die "probes"
r:taken kvmalloc_node at=\$retval
p:size kvmalloc_node size=%di
p:given kvfree at=%di
PROBES
echo 'comm == "insmod"' >$TRACING/events/kprobes/filter
echo 1 >$TRACING/events/kprobes/enable

measure() {
	echo >$TRACING/trace
	insmod_guard || die "insmod"
	sample core "$(cat /sys/module/kexecguard/coresize)"
	sample map "$(awk '/ size: /	{ split($NF, word, "=")
					  size = word[2] }
		/ taken: /	{ at = $NF; held[at] = size }
		/ given: /	{ delete held[$NF] }
		END { for (at in held)
			print held[at] }' $TRACING/trace |
		while read -r size; do echo $((sum += size)); done | tail -n1)"
	rmmod kexecguard || die "rmmod"
}
rounds measure
done_measuring
