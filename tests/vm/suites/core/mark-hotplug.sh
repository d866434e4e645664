# SPDX-License-Identifier: GPL-2.0-or-later
# desc: mark_hotplug=1: kexec-tools leave hot-added memory alone
# kernels: arm64
# skip: kexec-tools takes RAM from the firmware's map there, not /proc/iomem
# memory: 512M,slots=4,maxmem=8G
#
# Boot memory has no room for an image that must lie in its last 16 MiB or above:
# kexec-tools takes hot-added memory without being asked as soon as there is any.
name_at() {
	sed -n "s/^0*$(printf %x "$1")-[0-9a-f]* : //p" /proc/iomem
}
last_segment() {
	kexecguardctl status --json |
		sed -n 's/.*"start": *\([0-9]*\).*/\1/p' | sort -n | tail -n 1
}
boot_last=$(sed -n 's/^[0-9a-f]*-\([0-9a-f]*\) : System RAM$/\1/p' /proc/iomem |
	tail -n 1)
load_high() {
	kexec_load_kernel -c --mem-min=$((0x$boot_last - 0xffffff))
}
policy placement=off
expect off reads $PARAMETERS/mark_hotplug N
plug d1 1G
expect named-as-boot-memory [ "$(name_at "$d1_start")" = "System RAM" ]
# shellcheck disable=SC2086
set_blocks online_kernel $d1_blocks || die "online d1"
expect takes-it load_high
expect lies-there [ "$(last_segment)" -ge "$d1_start" ]
policy placement=unsafe
expect_fail refused "Cannot assign requested address" load_high

policy mark_hotplug=1 placement=off
expect_is named "System RAM (hotplug)" "$(name_at "$d1_start")"
expect_fail leaves-it "Could not find a free area" load_high
expect_fail asked-for "" kexec_load_kernel -c --mem-min="$d1_start"
expect boot-memory kexec_load_kernel -c
expect_is verdict safe "$(cat $SYSFS/image/verdict)"

# Memory that is added and removed while marking is on.
plug d2 512M
expect_is named-later "System RAM (hotplug)" "$(name_at "$d2_start")"
online d2
expect map sh -c 'kexecguardctl map >/tmp/map && grep -q hot-added /tmp/map'
expect unplug unplug d2
expect_is gone "" "$(name_at "$d2_start")"
expect boot-memory-again kexec_load_kernel -c

policy mark_hotplug=0
expect_is restored "System RAM" "$(name_at "$d1_start")"
