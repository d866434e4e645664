# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, kexec begins while memory goes offline, and runs
# guard: no
# ends: second-kernel
plug d1 512M
online d1
load_image "$(start_of d1)"
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect still-loaded loaded 1
# It waits for the block's lock when it shuts devices down, then it jumps.
begin execute execute
release
sleep 30
