# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image that kexec-tools loaded is reloaded as a file describes, or the tool says how to describe it
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
reload() {
	kexecguardctl reload --settle 0.2 "$@" >/tmp/reload.out 2>&1
	echo $?
}
says() {
	grep -qF "$1" /tmp/reload.out || {
		cat /tmp/reload.out
		return 1
	}
}
# Loaded by kexec-tools, unloaded by a change of memory.
lose() {
	expect "tools-$1" kexec_load_kernel -s
	plug "$1" 128M
	expect "unloaded-$1" loaded 0
}
# The script on stdin stands for Debian 13's program of that name.
mkdir -p /usr/sbin
kexec_load_kernel_is() {
	{
		echo '#!/bin/sh'
		cat
	} >/usr/sbin/kexec-load-kernel
	chmod 755 /usr/sbin/kexec-load-kernel
}

# Nothing is configured: a person is told how to, a service has nothing to do.
lose d1
expect_is nobody-tells 1 "$(reload)"
expect says-conf says "kernel = "
expect says-both says "/etc/kexecguard.conf"
expect_fail no-debian "" says "reload_command = kexec-load-kernel"
expect_is nobody-tells-service 0 "$(reload --automatic)"
expect says-nobody says "unknown what to load"
expect not-loaded loaded 0
kexec_load_kernel_is <<-EOF
	exec /bin/kexec -s -l /boot/vmlinuz --initrd=/boot/second.img \
		--command-line=from-command
EOF
expect_is nobody-tells-debian 1 "$(reload)"
expect says-debian says "reload_command = kexec-load-kernel"

# A command as Debian has it.
echo "reload_command = kexec-load-kernel" >/etc/kexecguard.conf
expect_is commanded 0 "$(reload --automatic)"
expect says-command says 'Loaded by "kexec-load-kernel"'
expect loaded-commanded loaded 1
expect valid-commanded kexecguardctl status
expect not-remembered test ! -e /run/kexecguard/loaded
expect_is once 0 "$(reload --automatic)"
expect says-good says "still good"

# A command that fails, and one that does nothing.
expect unload-commanded kexec -u
kexec_load_kernel_is <<-EOF
	echo no such kernel
	exit 3
EOF
expect_is failed 2 "$(reload)"
expect says-why says "no such kernel"
kexec_load_kernel_is </dev/null
expect_is idle 2 "$(reload)"
expect says-idle says "no image is loaded"

# A kernel. If the tool itself loaded the last image, that one is reloaded.
lose d2
cat >/etc/kexecguard.conf <<-EOF
	kernel = /boot/vmlinuz
	initrd = none
	command_line = from-conf
EOF
expect_is configured 0 "$(reload)"
expect conf-counts grep -q from-conf /run/kexecguard/loaded
expect valid-configured kexecguardctl status

# A file with an unknown key is an error.
lose d3
echo nonsense >>/etc/kexecguard.conf
expect_is nonsense 2 "$(reload)"
expect says-where says "kexecguard.conf:4"
expect not-loaded-nonsense loaded 0
