# SPDX-License-Identifier: GPL-2.0-or-later
# desc: return probes and the function graph tracer on hooked functions
# kernels: ^(?!debug)
# skip: the debug kernel has no function graph tracer
# qemu: -smp 1
# One processor: the tracer rewrites the starts of all functions, and QEMU's
# processors, one thread each, have been seen to hang at one of them.
tracing=/sys/kernel/tracing
functions="machine_kexec_prepare kimage_load_segment"
! grep -q " do_kexec_load$" /proc/kallsyms ||
	functions="$functions do_kexec_load"
add=add_memory_resource
! grep -q " __$add\$" /proc/kallsyms || add=__$add
functions="$functions kernel_kexec $add try_remove_memory"
functions="$functions offline_pages"
for function in $functions; do
	echo "r:kgtest_$function $function \$retval" >>$tracing/kprobe_events ||
		die "no event on $function"
	echo "$function" >>$tracing/set_graph_function
done
echo 1 >$tracing/max_graph_depth
echo 1 >$tracing/events/kprobes/enable
echo function_graph >$tracing/current_tracer
expect tracing grep -q function_graph $tracing/current_tracer
expect missing-none reads $SYSFS/missing none

plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail load EBUSY kx load $BOOT_ADDRESS
expect_fail exec EBUSY kx exec
release
expect offline end_of offline
expect unloaded loaded 0
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded-remove loaded 0
echo 0 >$tracing/tracing_on
for function in $functions; do
	expect "hit-$function" grep -q "kgtest_$function" $tracing/trace
done
expect graph grep -q "$add()" $tracing/trace

# The guard is removed and inserted again while all of these are active.
remove_guard
load_image $BOOT_ADDRESS
expect unload kx unload
insmod_guard
expect missing-none-before reads $SYSFS/missing none
load_image $BOOT_ADDRESS
expect recorded state loaded
plug d2 512M
expect unloaded-add loaded 0
echo nop >$tracing/current_tracer
echo 0 >$tracing/events/kprobes/enable
echo >$tracing/kprobe_events
expect missing-none-again reads $SYSFS/missing none
load_image $BOOT_ADDRESS
expect unplug-again unplug d2
expect unloaded-again loaded 0
