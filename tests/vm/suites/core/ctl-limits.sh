# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a used-up load limit is reported, and no load is tried
# kernels: (6\.12|7\.).*amd64|debug
# skip: kernel.kexec_load_limit_reboot came with 6.3; no kexec_file_load on arm64
LIMIT=/proc/sys/kernel/kexec_load_limit_reboot
load() {
	kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
}
echo 1 >$LIMIT
expect last load
expect_is used 0 "$(cat $LIMIT)"
expect_fail named "kexec_load_limit_reboot is used up" load
expect kept kexecguardctl status
plug d1 128M
expect unloaded loaded 0
expect_fail reload "kexec_load_limit_reboot is used up" \
	kexecguardctl reload --settle 0.2
