# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an unload is reported: kernel log, uevent, counters, tracepoints
# kernels: ^(?!debug)
# skip: the debug kernel has no network, and so nobody hears an uevent
plug d1 512M
load_image $BOOT_ADDRESS
tracing=/sys/kernel/tracing
expect tracepoints test -d $tracing/events/kexecguard
echo 1 >$tracing/events/kexecguard/enable
hear_uevents
unloads=$(counter unloads)
changes=$(counter changes)
expect unplug unplug d1
expect unloaded loaded 0
expect kernel-log eval 'dmesg | grep -q "kexecguard:.*unloaded the kexec image"'
expect uevent wait_for 10 grep -q KEXECGUARD_EVENT=unload /tmp/uevents
expect uevent-device grep -q DEVNAME=kexecguard /tmp/uevents
expect counter-unloads expr "$(counter unloads)" = $((unloads + 1))
expect counter-changes test "$(counter changes)" -gt "$changes"
expect traced grep -q kexecguard_unload: $tracing/trace
kill $listener
echo 0 >$tracing/events/kexecguard/enable
