# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a page in an online block that the host does not back is no destination
# kernels: amd64|debug
# skip: the helper for a balloon is tried on amd64
insmod /lib/modules/kgballoon.ko || die kgballoon
pages() {
	kexecguardctl check --json | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p"
}
plug d1 512M
set_blocks online_movable "$(last_block d1)"
unbacked=$((d1_end - 0x100000))
backed=$((d1_end - 0x4100000))
expect backed kx load $backed
expect_is verdict-backed removable "$(cat $SYSFS/image/verdict)"
expect_fail unbacked EADDRNOTAVAIL kx load $unbacked
expect told sh -c 'dmesg | grep "is unsafe:" | grep -q unbacked'

# Where placement is not enforced, it is reported.
policy placement=off
load_image $unbacked
expect_is verdict unsafe "$(cat $SYSFS/image/verdict)"
expect_is lost 1 "$(pages lost_destinations)"
expect_is check-says-no 1 "$(kexecguardctl check >/dev/null; echo $?)"
policy placement=unsafe
expect_fail not-executed "" kexec -e
kx unload
set_blocks offline "$(last_block d1)"
rmmod kgballoon
