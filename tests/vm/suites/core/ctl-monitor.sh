# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl monitor: one line an event, and clean exits
plug d1 512M
begin lines kexecguardctl monitor --banner -n 2
wait_for 10 grep -q Monitoring /tmp/lines.out || die "no banner"
load_image "$BOOT_ADDRESS"
expect unplug unplug d1
expect ends-by-number eval 'end_of lines >/dev/null'
expect load grep -q " load," /tmp/lines.out
expect_is lines 3 "$(wc -l </tmp/lines.out)"

kexecguardctl monitor --idle-timeout 0.2
expect_is idle 1 $?

begin quiet kexecguardctl monitor --banner
wait_for 10 grep -q Monitoring /tmp/quiet.out || die "no banner"
kill -TERM "$quiet_pid"
expect ends-by-signal eval 'end_of quiet >/dev/null'

# Its reader is gone: it notices that without an event.
mkfifo /tmp/fifo
begin unread sh -c 'kexecguardctl monitor --banner >/tmp/fifo'
head -n 1 /tmp/fifo >/tmp/head
expect banner grep -q Monitoring /tmp/head
expect ends-unread end_of unread
