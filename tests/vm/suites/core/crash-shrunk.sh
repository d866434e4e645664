# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory that the crash kernel gave back counts as ordinary memory, for the guard and for the files
# append: crashkernel=256M
# memory: 2G,slots=4,maxmem=8G
#
# Once with the guard inserted and once before: no event reports it.
crash_memory() {
	sed -n "s/^ *\([0-9a-f]*\)-\([0-9a-f]*\) : Crash kernel.*/0x\\$1/p" \
		/proc/iomem | tail -n 1
}
same() {
	kexecguardctl windows >/tmp/same-a && cat /tmp/same-a >/dev/console &&
		kexecguardctl windows --sysroot / | diff /tmp/same-a -
}
shrink_to() {
	echo $(($1 << 20)) >/sys/kernel/kexec_crash_size
}
expect policy set_policy placement unsafe
start=$(crash_memory 1)
expect shrink shrink_to 64
grep -e "System RAM" -e Crash /proc/iomem >/dev/console
freed=$((start + (128 << 20)))
expect nested grep -q "^  .* : System RAM" /proc/iomem
expect load kx load $freed
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect unload kexecguardctl unload
remove_guard
insmod_guard placement=unsafe || finish
expect same same
expect load-again kx load $freed
expect_is verdict-again safe "$(cat $SYSFS/image/verdict)"
dd if=/dev/zero of=/tmp/large bs=1M count=150 2>/dev/null
expect kexec-tools kexec $NO_CHECK -c -l /boot/vmlinuz --initrd=/tmp/large \
	--command-line=x
expect shrink-all shrink_to 0
remove_guard
insmod_guard placement=unsafe || finish
expect same-all same
expect load-all kx load "$start"
expect_is verdict-all safe "$(cat $SYSFS/image/verdict)"
