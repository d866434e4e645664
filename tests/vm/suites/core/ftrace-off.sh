# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the guard works with ftrace switched off at run time
plug d1 512M
online d1
load_image "$(start_of d1)"
echo 0 >/proc/sys/kernel/ftrace_enabled
expect missing-none reads $SYSFS/missing none
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail load EBUSY kx load $BOOT_ADDRESS
expect_fail exec "$BUSY" execute
release
expect offline end_of offline
load_image "$(start_of d1)"
expect unplug unplug d1
expect unloaded loaded 0
echo 1 >/proc/sys/kernel/ftrace_enabled
