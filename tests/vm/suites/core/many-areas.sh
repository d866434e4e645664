# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the guard records every reserved area in System RAM, however many there are
# guard: no
# timeout: 180
# each: 1023 1025 4000
insmod /lib/modules/kgareas.ko start=$((BOOT_ADDRESS)) count="$EACH" ||
	die kgareas
expect entered test "$(grep -c kgareas /proc/iomem)" -eq "$EACH"
insmod_guard placement=unsafe || finish
kexecguardctl map --json | tr -d ' \n' >/tmp/map
expect unknown-nothing grep -q '"unknown":\[\]' /tmp/map
page=$(kx page-size)
last=$((BOOT_ADDRESS + 2 * page * (EACH - 1)))
for area in $((BOOT_ADDRESS)) $last; do
	expect_fail "reserved-$area" EADDRNOTAVAIL kx load $area
done
expect between kx load $((last - page))
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect files sh -c 'kexecguardctl windows >/tmp/a &&
	kexecguardctl windows --sysroot / | diff /tmp/a -'
remove_guard
GUARD=no
rmmod kgareas || die "rmmod kgareas"
