# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what status, metrics and monitor say of a hold
plug d1 512M
online d1
load_image $BOOT_ADDRESS
begin lines kexecguardctl monitor --banner
wait_for 10 grep -q Monitoring /tmp/lines.out || die "no banner"
expect json-null is_free
expect metric-0 eval 'kexecguardctl metrics | grep -q "^kexecguard_held 0$"'
begin_hold holder 60000
expect json-pid eval 'hold_of | grep -q "\"pid\": *$holder_pid\b"'
expect json-holds eval 'hold_of | grep -q "\"holds\": *1"'
expect json-remaining eval 'hold_of | grep -q "\"remaining_ns\": *[1-9]"'
expect text eval \
	'kexecguardctl status | grep -q "held: *by process $holder_pid for [0-9]* s"'
expect metric-1 eval 'kexecguardctl metrics | grep -q "^kexecguard_held 1$"'
expect state state loaded
expect_fail offline "$BUSY" set_blocks offline "$(last_block d1)"
expect line-hold grep -q " hold, .*pid $holder_pid" /tmp/lines.out
expect line-veto wait_for 10 grep -q " veto .*because of a hold" /tmp/lines.out
go holder
expect released end_of holder
expect line-ended wait_for 10 grep -q " hold-ended, " /tmp/lines.out
expect text-gone eval '! kexecguardctl status | grep -q held:'

# A refusal by the policy is not the hold's.
policy policy=pin
load_image "$(start_of d1)"
expect_fail pinned "" set_blocks offline "$(first_block d1)"
expect line-pinned wait_for 10 grep -q " veto [^h]*$" /tmp/lines.out
kill "$lines_pid"
expect monitor end_of lines
