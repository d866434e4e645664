# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what kexec_file_load cannot load, kexec-tools do, within safe bounds
load() {
	kexecguardctl load "$1" --no-initrd --command-line x
}
# arm64 has no such syscall here; elsewhere it does not know every format.
case $(uname -m) in
x86_64)
	image=/tmp/elf
	make_elf $image
	;;
*)
	image=/boot/vmlinuz
	;;
esac
expect_fail no-tools "" load $image
mkdir -p /sbin
ln -s /bin/kexec /sbin/kexec
plug d1 512M
expect load load $image
expect loaded loaded 1
expect_is level safe "$(cat $SYSFS/image/verdict)"
expect by-kexec-load sh -c 'kexecguardctl status | grep "with kexec_load()"'
expect valid kexecguardctl status
expect unplug unplug d1
expect unloaded loaded 0
expect reload kexecguardctl reload --settle 0.2
expect reloaded kexecguardctl status
expect_fail text "not a kernel" load /init
