# SPDX-License-Identifier: GPL-2.0-or-later
# desc: once kexec has begun, online and offline are vetoed; the image runs
# ends: second-kernel
plug d1 512M
online d1
plug d2 256M
load_image "$(start_of d1)"
hold exec
begin execute kexec -e
wait_held
expect state state executing
expect_fail offline "" set_blocks offline "$(last_block d1)"
expect_fail online "" set_blocks online_movable "$(first_block d2)"
expect_fail unplug refused unplug d1
expect vetoes test "$(counter vetoes)" -ge 3
expect loaded loaded 1
chan say exec
release
sleep 30
