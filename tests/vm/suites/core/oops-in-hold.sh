# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a holder dies of a kernel bug: its hold ends when its file is closed or, if it never is, in time
# each: closed unclosed
# allow: kernel BUG|Oops|Call Trace|Fixing recursive fault
# "closed": dies in a read and is then made to exit. "unclosed": dies while it
# exits, before its files are closed, which stay open for good.
case $EACH in
closed)		where=pipe_read for_ms=60000 expired=false ;;
unclosed)	where=exit_files for_ms=8000 expired=true ;;
esac
plug d1 512M
online d1
load_image $BOOT_ADDRESS
begin lines kexecguardctl monitor --json --banner
wait_for 10 grep -q banner /tmp/lines.out || die "no banner"
begin_hold holder $for_ms
insmod /lib/modules/kgoops.ko at=$where comm=kx || die kgoops
expect_fail held "$BUSY" set_blocks offline "$(last_block d1)"
case $EACH in
closed)		go holder ;;
unclosed)	kill -KILL "$holder_pid" ;;
esac
expect died wait_for 10 eval 'dmesg | grep -q "kernel BUG at .*kgoops"'
if [ $EACH = unclosed ]; then
	expect stands is_held
	expect_fail refused "$BUSY" set_blocks offline "$(last_block d1)"
fi
expect event wait_for 10 grep -q '"cause": *"hold-ended"' /tmp/lines.out
expect expired grep -q "\"hold-ended\".*\"expired\": *$expired" /tmp/lines.out
expect pid grep -q "\"hold-ended\".*\"pid\": *$holder_pid\b" /tmp/lines.out
expect free is_free
expect kept loaded 1
expect goes set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
expect unplug unplug d1
kill "$lines_pid"
expect monitor end_of lines
[ $EACH = closed ] || end_without_guard
rmmod kgoops || die rmmod
