# SPDX-License-Identifier: GPL-2.0-or-later
# desc: Debian's kexec-load replaces an image that may be stale
# ends: crash
# memory: 3G,slots=8,maxmem=64G
# append: systemd.journald.forward_to_console=1
# timeout: 60
# kernels: bookworm
# skip: later kexec-tools have no kexec-load service

boot_1() {
	load_unseen
	sed -i 's/^LOAD_KEXEC=.*/LOAD_KEXEC=true/' /etc/default/kexec
	# After its own commands at shutdown.
	run_after kexec-load.service ExecStop <<-'EOF'
		expect loaded-anew loaded 1
		expect good kexecguardctl status
		chan say end
	EOF
	systemctl reboot || die "systemctl reboot"
	sleep infinity
}
