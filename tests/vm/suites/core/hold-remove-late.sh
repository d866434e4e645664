# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a removal that has waited for half a minute breaks a hold, which is reported
plug d1 512M
load_image $BOOT_ADDRESS
begin lines kexecguardctl monitor --json --banner
wait_for 10 grep -q banner /tmp/lines.out || die "no banner"
begin_hold one 300000
begin_hold two 300000
unplug_start d1
expect unloaded wait_for 60 loaded 0
expect unplug unplug_wait d1
expect log grep_log "memory is removed although process"
expect free is_free
expect event grep -q '"hold-ended", *"trigger": *"remove"' /tmp/lines.out
expect_is events 2 "$(grep -c '"hold-ended"' /tmp/lines.out)"
expect trigger wait_for 10 grep -q '"guard-unload", *"trigger": *"remove"' \
	/tmp/lines.out
go one
expect_fail broken ESTALE end_of one
go two
expect_fail both-broken ESTALE end_of two
kill "$lines_pid"
expect monitor end_of lines
expect_fail exec "Nothing has been loaded" execute
