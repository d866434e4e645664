# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl status and doctor: right exit codes, no addresses for all
plug d1 512M
online d1
expect doctor kexecguardctl doctor
expect_is status-idle 1 "$(result kexecguardctl status)"
expect load kexec_load_kernel -c
expect_is status-loaded 0 "$(result kexecguardctl status)"
kexecguardctl --json status >/tmp/root.json
as_nobody kexecguardctl --json status >/tmp/nobody.json
expect address-root grep -q '"start": *[0-9]' /tmp/root.json
expect_fail address-nobody "" grep -q '"start": *[0-9]' /tmp/nobody.json
expect status-nobody as_nobody kexecguardctl status
expect_is unload-nobody 2 "$(result as_nobody kexecguardctl unload)"
expect still-loaded loaded 1
expect unplug unplug d1
expect_is status-unloaded 1 "$(result kexecguardctl status)"
echo 0 >/sys/kernel/debug/kprobes/enabled
expect_is doctor-disarmed 1 "$(result kexecguardctl doctor)"
echo 1 >/sys/kernel/debug/kprobes/enabled
expect doctor-again kexecguardctl doctor
remove_guard
expect_is status-no-guard 2 "$(result kexecguardctl status)"
expect_is doctor-no-guard 2 "$(result kexecguardctl doctor)"
