# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each registration of a probe fails once: what is lost is reported
# guard: no
# timeout: 120

# works: a change of memory unloads the image.
works() {
	case $(cat "$MEMORY/$block/state") in
	online)	state=offline ;;
	*)	state=online_movable ;;
	esac
	load_image $BOOT_ADDRESS
	set_blocks $state "$block" && loaded 0
}

all_armed() {
	! grep -v -e armed -e unused $SYSFS/hooks/*
}

n=0
dmesg -n 4
plug d1 256M
block=$(last_block d1)
while :; do
	n=$((n + 1))
	insmod /lib/modules/kgfault.ko fail_register=$n || die "kgfault"
	missing="not loaded"
	if fnth insmod-once; then
		missing=$(cat $SYSFS/missing)
		[ "$missing" != none ] || {
			expect "armed-$n" all_armed
			expect "works-$n" works
		}
		rmmod kexecguard || die "rmmod after failure $n"
	fi
	calls=$(cat /sys/module/kgfault/parameters/calls)
	rmmod kgfault
	[ "$n" -le "$calls" ] || break
	[ -z "$(cat /sys/kernel/debug/kprobes/list)" ] ||
		check "left-$n" FAIL "$(cat /sys/kernel/debug/kprobes/list)"
	expect "load-$n" kx load $BOOT_ADDRESS
	chan say "note registration $n failed: missing: $missing"
done
dmesg -n 8
expect some-failed test $n -gt 10
expect_is last "none" "$missing"
