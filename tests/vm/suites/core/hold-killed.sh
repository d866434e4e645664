# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a hold ends with its process
plug d1 512M
online d1
load_image $BOOT_ADDRESS
begin lines kexecguardctl monitor --json --banner
wait_for 10 grep -q banner /tmp/lines.out || die "no banner"
begin_hold holder 60000
expect_fail offline "$BUSY" set_blocks offline "$(last_block d1)"
kill -KILL "$holder_pid"
expect_fail killed "" end_of holder
expect event wait_for 10 grep -q '"cause": *"hold-ended"' /tmp/lines.out
expect not-expired sh -c '! grep -q "\"expired\": *true" /tmp/lines.out'
expect free is_free
expect goes set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
kill "$lines_pid"
expect monitor end_of lines
