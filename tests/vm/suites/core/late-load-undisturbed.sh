# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a slow load is allowed while nothing changes
# ends: second-kernel
begin_load late $BOOT_ADDRESS segments=4
open_gate late
expect late-load end_of late
expect loaded loaded 1
if has_file_load; then
	begin_load_file late_file
	open_gate late_file
	expect late-load-file end_of late_file
	expect loaded-file loaded 1
fi
execute
