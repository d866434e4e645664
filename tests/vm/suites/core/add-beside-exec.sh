# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory is added while a task keeps calling kexec with no image loaded
begin execute kx exec forever
i=0
while [ $i -lt 4 ]; do
	plug d1 256M
	plug d2 256M
	plug d3 256M
	unplug d1 && unplug d2 && unplug d3 || die unplug
	i=$((i + 1))
done
kill $execute_pid
expect vetoes reads $SYSFS/counters/vetoes 0
# With nothing loaded the kernel's own error is returned.
expect_fail exec EINVAL kx exec
