# SPDX-License-Identifier: GPL-2.0-or-later
# desc: systemctl kexec does not execute an image that may be stale
# ends: crash
# memory: 3G,slots=8,maxmem=64G
# append: systemd.journald.forward_to_console=1
# timeout: 60

boot_1() {
	# This would do the same earlier.
	systemctl -q mask --now --runtime kexecguard-shutdown.service
	load_unseen
	run_after systemd-kexec.service ExecStartPre <<-'EOF'
		expect unloaded loaded 0
		chan say end
	EOF
	systemctl kexec || die "systemctl kexec"
	sleep infinity
}

boot_2() {
	die "the image was executed"
}
