# SPDX-License-Identifier: GPL-2.0-or-later
# desc: where no safe window fits, the kernel's own choice stands and is checked
# kernels: .*amd64|debug
# skip: not arm64 (no kexec_file_load)
# memory: 1G,slots=4,maxmem=8G
# append: memmap=1M$200M,1M$280M,1M$360M,1M$440M,1M$520M,1M$600M,1M$680M,1M$760M,1M$840M,1M$920M
#
# Boot memory is cut into pieces in which the initrd does not fit.
plug d1 512M
online d1
dd if=/dev/zero of=/tmp/large bs=1M count=190 2>/dev/null
expect load kexec -s -l /boot/vmlinuz --initrd=/tmp/large
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
expect strict set_policy placement strict
expect_fail refused "Cannot assign requested address" \
	kexec -s -l /boot/vmlinuz --initrd=/tmp/large
