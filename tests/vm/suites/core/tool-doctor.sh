# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl doctor: every hook that this kernel needs is armed
expect doctor kexecguardctl doctor
kexecguardctl doctor -o HOOK,STATE >/tmp/doctor.out
cat /tmp/doctor.out >/dev/console
expect_fail none-missing "" grep -qE "missing|dead" /tmp/doctor.out
expect missing-none reads $SYSFS/missing none
while read -r hook state rest; do
	[ ! -e "$SYSFS/hooks/$hook" ] || chan say "note $hook $state"
done </tmp/doctor.out
