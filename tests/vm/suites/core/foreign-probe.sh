# SPDX-License-Identifier: GPL-2.0-or-later
# desc: other people's kprobe events on the same functions work beside the guard
tracing=/sys/kernel/tracing
plug d1 512M
for function in machine_kexec_prepare kernel_kexec try_remove_memory; do
	echo "p:kgtest_$function $function" >>$tracing/kprobe_events
done
echo 1 >$tracing/events/kprobes/enable
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded loaded 0
expect probe-hit grep -q kgtest_try_remove_memory $tracing/trace
echo 0 >$tracing/events/kprobes/enable
remove_guard
echo >$tracing/kprobe_events
insmod_guard
expect missing-none reads $SYSFS/missing none
load_image $BOOT_ADDRESS
