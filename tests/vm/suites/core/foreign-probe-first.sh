# SPDX-License-Identifier: GPL-2.0-or-later
# desc: other people's kprobe events that were there before the guard
# guard: no
tracing=/sys/kernel/tracing
functions="machine_kexec_prepare kernel_kexec try_remove_memory offline_pages"
plug d1 512M
for function in $functions; do
	echo "p:kgtest_$function $function" >>$tracing/kprobe_events
done
echo 1 >$tracing/events/kprobes/enable
insmod_guard || finish
expect missing-none reads $SYSFS/missing none
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
# A refused call never reached the function. This one does, with no image.
expect_fail exec-nothing EINVAL kx exec
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded-remove loaded 0
for function in $functions; do
	expect "hit-$function" grep -q "kgtest_$function" $tracing/trace
done

# The guard is removed first, the events stay, and the guard is inserted again.
remove_guard
echo >$tracing/trace
load_image $BOOT_ADDRESS
expect unloaded-alone kx unload
expect hit-alone grep -q kgtest_machine_kexec_prepare $tracing/trace
insmod_guard
echo 0 >$tracing/events/kprobes/enable
echo >$tracing/kprobe_events
expect missing-none-again reads $SYSFS/missing none
plug d2 512M
load_image $BOOT_ADDRESS
expect unplug-again unplug d2
expect unloaded-again loaded 0
