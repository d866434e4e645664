# SPDX-License-Identifier: GPL-2.0-or-later
# desc: System RAM that begins and ends inside a page is boot memory; only a page that is not all RAM is refused
# append: memmap=16$0x10000008 memmap=0x1800$0x18000400 memmap=0x800$0x19000000 memmap=0x700$0x19000900
# kernels: amd64
# skip: made from a memmap= that only x86 has
grep -A 3 "System RAM" /proc/iomem >/dev/console
expect odd grep -q '^10000018-18[0-9a-f]* : System RAM' /proc/iomem
expect smaller-than-a-page grep -q '^19000800-190008ff : System RAM' /proc/iomem
kexecguardctl map --json >/tmp/map
expect_fail none-hotadded "" grep -q -e hot-added -e offline /tmp/map
kexecguardctl windows >/tmp/windows
cat /tmp/windows >/dev/console
expect files sh -c 'kexecguardctl windows --sysroot / | diff /tmp/windows -'
for page in 0x10000000 0x18000000 0x18001000 0x19000000; do
	expect_fail "shared-$page" EADDRNOTAVAIL kx load $page
	expect "reason-$page" grep_log "segment 0 is unsafe:.* not-ram"
done
for page in 0x0ffff000 0x10001000 0x17fff000 0x18002000 0x18fff000 0x19001000
do
	expect "whole-$page" kx load $page
	expect_is "verdict-$page" safe "$(cat $SYSFS/image/verdict)"
done
