# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl without the guard, and with an image loaded before the guard
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
# guard: no
kexecguardctl status >/tmp/status.out 2>&1
expect_is no-guard 2 $?
load_image $BOOT_ADDRESS
kexecguardctl status >/tmp/status.out 2>&1
expect_is no-guard-image 2 $?
expect said grep -q "is not guarded" /tmp/status.out
insmod_guard || finish
kexecguardctl status >/tmp/status.out 2>&1
expect_is before 2 $?
expect reason grep -q "loaded before kexecguard" /tmp/status.out
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
expect valid kexecguardctl status
