# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec is refused while memory goes offline, and the image then goes
plug d1 512M
online d1
load_image "$(start_of d1)"
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect state state changing
expect_fail exec "$BUSY" execute
expect_fail exec-syscall EBUSY kx exec
expect counted reads $SYSFS/counters/execs_refused 2
release
expect offline end_of offline
expect unloaded loaded 0
expect state-after state idle
