# SPDX-License-Identifier: GPL-2.0-or-later
# desc: other people's kprobe events at the address of a hook, in both orders
# guard: no
tracing=/sys/kernel/tracing

# After the function's ftrace site, with or without an ENDBR before it; where
# there is no such site, the function's entry.
probe() {
	for offset in +5 +9 ""; do
		echo "p:kgtest_$1 $2$offset" >>$tracing/kprobe_events \
			2>/dev/null && return
	done
	die "no event on $2"
}
guarded() {
	plug "$1" 512M
	load_image $BOOT_ADDRESS
	expect "$1-unplug" unplug "$1"
	expect "$1-unloaded" loaded 0
	expect "$1-armed" reads $SYSFS/missing none
	expect "$1-hit" grep -q kgtest_ $tracing/trace
	echo >$tracing/trace
}

probe before try_remove_memory
probe before_too machine_kexec_prepare
echo 1 >$tracing/events/kprobes/enable
insmod_guard || finish
guarded before
echo 0 >$tracing/events/kprobes/enable
echo >$tracing/kprobe_events
expect still-armed reads $SYSFS/missing none

probe after try_remove_memory
probe after_too machine_kexec_prepare
echo 1 >$tracing/events/kprobes/enable
guarded after
remove_guard
insmod_guard
guarded again
echo 0 >$tracing/events/kprobes/enable
echo >$tracing/kprobe_events
expect armed-alone reads $SYSFS/missing none
