# SPDX-License-Identifier: GPL-2.0-or-later
# desc: of two holds the longer counts, and holding again extends one
plug d1 512M
online d1
load_image $BOOT_ADDRESS
begin_hold one 120000
begin_hold two 60000
expect both eval 'hold_of | grep -q "\"holds\": *2"'
expect longer eval 'hold_of | grep -q "\"pid\": *$one_pid\b"'
go one
expect one end_of one
expect_fail second "$BUSY" set_blocks offline "$(last_block d1)"
until=$(hold_of | sed 's/.*"until": *"\([^"]*\).*/\1/')
echo again >/tmp/two
expect again wait_for 10 grep -q again /tmp/two.out
expect extended test "$until" != \
	"$(hold_of | sed 's/.*"until": *"\([^"]*\).*/\1/')"
expect one-left eval 'hold_of | grep -q "\"holds\": *1"'
expect kept loaded 1
go two
expect two end_of two
expect free is_free
expect goes set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
