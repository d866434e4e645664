# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a removal waits for the end of a hold, and happens then
plug d1 512M
load_image $BOOT_ADDRESS
tracing=/sys/kernel/tracing
echo 1 >$tracing/events/kexecguard/kexecguard_change_begins/enable
begin_hold holder 60000
unplug_start d1
# It has asked, and has been told to wait.
expect waits wait_for 20 grep -q "remove .*ret=-11" $tracing/trace
expect kept loaded 1
expect state state loaded
go holder
expect released end_of holder
expect unplug unplug_wait d1
expect unloaded loaded 0
expect unbroken eval '! grep_log "memory is removed although"'
echo 0 >$tracing/events/kexecguard/kexecguard_change_begins/enable
