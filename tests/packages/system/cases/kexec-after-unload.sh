# SPDX-License-Identifier: GPL-2.0-or-later
# desc: systemctl kexec fails after an unload; kexec.target loads again, or resets
# ends: crash
# memory: 3G,slots=8,maxmem=64G
# append: systemd.journald.forward_to_console=1
# timeout: 120

# Nothing loads an image again by itself.
unloaded_by() {
	systemctl -q mask --now --runtime kexecguard-reload.path
	plug "$1" 128M
	expect "unloaded-by-$1" loaded 0
}

start_target() {
	systemctl start --no-block --job-mode=replace-irreversibly \
		kexec.target || die "kexec.target"
	sleep infinity
}

boot_1() {
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	unloaded_by first
	systemctl kexec >/tmp/client 2>&1
	expect_is client-fails 1 $?
	expect client-says grep -q "autodetection failed" /tmp/client
	run_after systemd-kexec.service ExecStartPre <<-'EOF'
		expect loaded-again loaded 1
	EOF
	start_target
}

# This boot is a kexec: the firmware's would have ended the machine.
boot_2() {
	kexec -s -l "/boot/vmlinuz-$OLD" --initrd="/boot/initrd.img-$OLD" \
		--reuse-cmdline || die kexec
	unloaded_by second
	run_after systemd-kexec.service ExecStartPre <<-'EOF'
		expect nothing-loaded loaded 0
		chan say end
	EOF
	start_target
}
