# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl doctor: all hooks armed; a disarmed hook is reported
expect all-armed kexecguardctl doctor
# One version, of the module, of its file and of the tool.
expect_is version "$(kexecguardctl -V)" \
	"kexecguardctl $(cat /sys/module/kexecguard/version)"
kexecguardctl doctor --json >/tmp/doctor.json
expect json grep -q '"verdict": "armed"' /tmp/doctor.json
echo 0 >/sys/kernel/debug/kprobes/enabled
kexecguardctl doctor >/tmp/doctor.out 2>&1
expect_is disarmed 1 $?
expect dead grep -q "dead" /tmp/doctor.out
expect advice grep -q "was disabled" /tmp/doctor.out
load_image $BOOT_ADDRESS
kexecguardctl status >/tmp/status.out
expect_is cannot-tell 2 $?
expect missing grep -q MISSING /tmp/status.out
echo 1 >/sys/kernel/debug/kprobes/enabled
expect armed-again kexecguardctl doctor
echo 'kernel = nowhere' >/etc/kexecguard.conf
kexecguardctl doctor >/tmp/doctor.out 2>&1
expect_is broken-configuration 1 $?
expect line grep -q 'configuration .*broken: /etc/kexecguard.conf:1:' \
	/tmp/doctor.out
echo 'reload_command = true' >/etc/kexecguard.conf
expect configured kexecguardctl doctor
echo 'new_key = 1' >>/etc/kexecguard.conf
expect unknown-key kexecguardctl doctor
