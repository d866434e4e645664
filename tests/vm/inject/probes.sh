# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each registration of a probe fails once: told, and nothing is left
# guard: no
# timeout: 120
n=0
dmesg -n 4
while :; do
	n=$((n + 1))
	insmod /lib/modules/kgfault.ko fail_register=$n || die "kgfault"
	missing="not loaded"
	if fnth insmod-once; then
		missing=$(cat $SYSFS/missing)
		rmmod kexecguard || die "rmmod behind failure $n"
	fi
	calls=$(cat /sys/module/kgfault/parameters/calls)
	rmmod kgfault
	[ "$n" -le "$calls" ] || break
	# The lookup by kallsyms has substitutes.
	[ "$missing" != none ] || [ $n = 1 ] ||
		check "told-$n" FAIL "registration $n failed, and none is missing"
	[ -z "$(cat /sys/kernel/debug/kprobes/list)" ] ||
		check "left-$n" FAIL "$(cat /sys/kernel/debug/kprobes/list)"
	expect "load-$n" kx load $BOOT_ADDRESS
	chan say "note registration $n failed: missing: $missing"
done
dmesg -n 8
expect some-failed test $n -gt 10
expect_is last "none" "$missing"
