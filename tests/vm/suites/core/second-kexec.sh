# SPDX-License-Identifier: GPL-2.0-or-later
# desc: in a kernel that kexec started, handed-over data lies in boot memory, and kexec works again
# timeout: 300
# ends: second-kernel
# each: -c -s
# kernels: amd64
# skip: only x86 hands over in pieces of System RAM (setup_data)
#
# Nothing is plugged at all, so nothing may be reported hot-added or offline.
. /suite/next.inc
if is_first_kernel; then
	next_kernel "$EACH"
fi
grep "System RAM" /proc/iomem >/dev/console
kexecguardctl map --json >/tmp/map
expect_fail none-hotadded "" grep -q -e hot-added -e offline /tmp/map
kexecguardctl windows >/tmp/windows
cat /tmp/windows >/dev/console
expect windows test -s /tmp/windows
expect files sh -c 'kexecguardctl windows --sysroot / | diff /tmp/windows -'
expect load-file kexec_load_kernel -s
expect_is verdict-file safe "$(cat $SYSFS/image/verdict)"
expect unload kexec -s -u
expect load kexec_load_kernel -c
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
execute
