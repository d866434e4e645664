# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without kexec_file_load(), kexec-tools load within safe bounds
# kernels: ^[0-9]
# skip: no seccomp in the debug kernel, to hide that syscall by
load() {
	kx without-file-load kexecguardctl load "$1" --no-initrd \
		--command-line x
}
expect_fail no-tools "" load /boot/vmlinuz
mkdir -p /sbin
ln -s /bin/kexec /sbin/kexec
plug d1 512M
# Without bounds they take the DIMM, which is offline; on arm64, the lowest RAM.
[ "$(uname -m)" = aarch64 ] ||
	expect_fail tools-alone "Cannot assign requested address" \
		kexec -c -l /boot/vmlinuz --command-line=x
expect load load /boot/vmlinuz
expect loaded loaded 1
expect_is level safe "$(cat $SYSFS/image/verdict)"
expect by-kexec-load sh -c 'kexecguardctl status | grep "with kexec_load()"'
expect valid kexecguardctl status
expect unplug unplug d1
expect unloaded loaded 0
expect reload kx without-file-load kexecguardctl reload --settle 0.2
expect reloaded kexecguardctl status
expect_fail text "Cannot determine the file type" load /init
