# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory is added although somebody tries to kexec all the time, with no image
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
# Where nothing is loaded the kernel's own answer counts.
expect_fail exec EINVAL kx exec
