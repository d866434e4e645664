# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl unload works where kexec -u is refused, and forgets what it remembered
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
begin events kexecguardctl monitor --banner
wait_for 10 grep -q Monitoring /tmp/events.out || die "no banner"
expect_fail load-text "not a kernel" kexecguardctl load /init --no-initrd
expect_fail load-none "does not exist" kexecguardctl load /none --no-initrd
expect loaded-still loaded 1
echo 1 >/proc/sys/kernel/kexec_load_disabled
expect_fail kexec-tools "" kexec -u
kexecguardctl reload --force >/tmp/reload.out 2>&1
expect_is disabled 2 $?
expect reason grep -q "kexec_load_disabled is set" /tmp/reload.out
expect unload kexecguardctl unload
expect unloaded loaded 0
expect again kexecguardctl unload
expect forgotten sh -c '! test -e /run/kexecguard/loaded'
expect told wait_for 5 grep -q "guard-unload on request" /tmp/events.out
kill "$events_pid"
expect monitor-ends eval 'end_of events >/dev/null'
