# SPDX-License-Identifier: GPL-2.0-or-later
# desc: reading all facts about memory takes little beside the load of a kernel
# kernels: .*amd64
# skip: needs kexec_file_load() and the function graph tracer
# memory: 2G,slots=4,maxmem=64G
# append: memhp_default_state=offline
# timeout: 180
# qemu: -smp 1
# 64 blocks that are offline, and 4000 reserved areas. A load into memory that
# is absent has everything read once more before it is refused.
TRACING=/sys/kernel/tracing
plug d1 8G
insmod /lib/modules/kgareas.ko start=$((BOOT_ADDRESS)) count=4000 ||
	die kgareas
echo kg_memmap_reread >$TRACING/set_ftrace_filter || die filter
echo __x64_sys_kexec_file_load >>$TRACING/set_ftrace_filter || die filter
echo 1 >$TRACING/options/funcgraph-tail || die option
echo function_graph >$TRACING/current_tracer || die tracer
expect_fail refused EADDRNOTAVAIL kx load 0xa0000
expect load kexec_load_kernel -s
echo 0 >$TRACING/tracing_on

# longest FUNCTION: in microseconds.
longest() {
	sed -n "s/^.* \([0-9]*\)[.0-9]* us .*$1.*/\1/p" $TRACING/trace |
		sort -n | tail -n 1
}
cat $TRACING/trace >/dev/console
reading=$(longest kg_memmap_reread)
loading=$(longest kexec_file_load)
chan say "note all facts read in $reading us, a kernel loaded in $loading us"
expect is-little test $((reading * 20)) -lt "$loading"
echo nop >$TRACING/current_tracer
rmmod kgareas || die "rmmod kgareas"
