# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what kexec-tools loaded is loaded again as a file says, or it says how to say
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
reload() {
	kexecguardctl reload --settle 0.2 >/tmp/reload.out 2>&1
	echo $?
}
says() {
	grep -qF "$1" /tmp/reload.out || {
		cat /tmp/reload.out
		return 1
	}
}
# By kexec-tools; gone with a change of memory.
lose() {
	expect "tools-$1" kexec_load_kernel -s
	plug "$1" 128M
	expect "unloaded-$1" loaded 0
}

mkdir -p /etc/default/kexec.d
lose d1
expect_is nobody-tells 1 "$(reload)"
expect says-conf says "kernel = "
expect says-both says "/etc/kexecguard.conf"
expect not-loaded loaded 0

# Debian's own file counts as Debian reads it: not without LOAD_KEXEC.
cat >/etc/default/kexec <<-EOF
	LOAD_KEXEC=false
	KERNEL_IMAGE="/boot/vmlinuz"
	INITRD="/boot/second.img"
	APPEND="from-default"
EOF
expect_is defaults-off 1 "$(reload)"
echo LOAD_KEXEC=true >/etc/default/kexec.d/here
expect_is defaults 0 "$(reload)"
expect loaded loaded 1
expect valid kexecguardctl status

# And the file of the guard before that.
rm /run/kexecguard/loaded
lose d2
cat >/etc/kexecguard.conf <<-EOF
	kernel = /boot/vmlinuz
	initrd = none
	command_line = from-conf
EOF
expect_is configured 0 "$(reload)"
expect conf-counts grep -q from-conf /run/kexecguard/loaded
expect valid-configured kexecguardctl status

# A file that is not understood is not guessed at.
lose d3
echo nonsense >>/etc/kexecguard.conf
expect_is nonsense 2 "$(reload)"
expect says-where says "kexecguard.conf:4"
expect not-loaded-nonsense loaded 0
