# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a module that was built for another kernel runs only if what it reads of the kernel is the same
# guard: no
# kernels: ^(?!debug|.*-(kho|cfi|no|file)-)
# skip: without MODVERSIONS the kernel itself refuses it
OTHER=/lib/modules/kexecguard-other.ko
MOVED=/lib/modules/kexecguard-moved.ko
if grep -q ' __start_BTF$' /proc/kallsyms; then
	expect same insmod $OTHER
	expect same-said grep_log "built for kernel .*; what it reads of $(uname -r) is the same"
	expect_is missing none "$(cat $SYSFS/missing)"
	rmmod kexecguard || die rmmod
	why="start_pfx of memory_notify"
else
	why="the layout of its types"
fi
expect_fail refused "invalid module format" insmod $MOVED
expect refused-said grep_log "not for $(uname -r), where $why may differ"
expect_fail gone "" test -e /dev/kexecguard

# The tool says so, and what to do.
cp $MOVED "/lib/modules/$(uname -r)/updates/dkms/kexecguard.ko"
expect_fail doctor "built for kernel" sh -c 'kexecguardctl doctor 2>&1'

expect asked-for insmod $MOVED any_kernel=1
expect asked-said grep_log "although $why may differ: any_kernel is set"
expect doctor-warns sh -c 'kexecguardctl doctor | grep -q any_kernel'
