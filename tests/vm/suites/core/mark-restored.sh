# SPDX-License-Identifier: GPL-2.0-or-later
# desc: mark_hotplug=1 restores every name, even while tasks read them
# kernels: arm64
# skip: the module has mark_hotplug on arm64 alone
iomem() {
	cat /proc/iomem
}
names() {
	grep -c ' : System RAM (hotplug)$' /proc/iomem
}
plug d1 512M
iomem >/tmp/unmarked
expect_is plain 0 "$(names)"
policy mark_hotplug=1
expect_is marked 1 "$(names)"
plug d2 256M
expect_is marked-both 2 "$(names)"
policy mark_hotplug=0
expect_is unmarked 0 "$(names)"

# A task is reading all the time.
(while [ ! -e /tmp/enough ]; do iomem >/dev/null; done) &
reader=$!
turns() {
	for turn in 1 2 3 4 5 6 7 8; do
		set_policy mark_hotplug 1 && [ "$(names)" = 2 ] || return 1
		set_policy mark_hotplug 0 && [ "$(names)" = 0 ] || return 1
	done
}
expect turns turns
policy mark_hotplug=1
expect rmmod rmmod kexecguard
expect_is rmmod-restored 0 "$(names)"
expect again insmod_guard mark_hotplug=1
expect_is at-insmod 2 "$(names)"
online d2
expect unplug unplug d2
expect_is one-left 1 "$(names)"
expect rmmod-again rmmod kexecguard
echo >/tmp/enough
expect reader wait $reader
expect exactly cmp /proc/iomem /tmp/unmarked
expect insmod insmod_guard
