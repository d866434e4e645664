# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the time of a hold runs out although its process is stopped
plug d1 512M
online d1
load_image $BOOT_ADDRESS
begin lines kexecguardctl monitor --json --banner
wait_for 10 grep -q banner /tmp/lines.out || die "no banner"
begin_hold holder 3000
kill -STOP "$holder_pid"
expect_fail offline "$BUSY" set_blocks offline "$(last_block d1)"
# Nobody asks until it is reported.
expect event wait_for 10 grep -q '"expired": *true' /tmp/lines.out
expect pid grep -q "\"hold-ended\".*\"pid\": *$holder_pid\b" /tmp/lines.out
expect free is_free
expect goes set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
kill -CONT "$holder_pid"
# The shell hears of CONT, which may interrupt its opening of the FIFO.
wait_for 10 go holder || die go
expect_fail late ESTALE end_of holder
kill "$lines_pid"
expect monitor end_of lines
