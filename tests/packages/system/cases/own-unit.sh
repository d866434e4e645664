# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a kexec-load.service of the administrator's own keeps its commands
# ends: crash
# memory: 3G,slots=8,maxmem=64G
# append: systemd.journald.forward_to_console=1
# timeout: 60

boot_1() {
	cat >/etc/systemd/system/kexec-load.service <<-'UNIT'
		[Unit]
		Description=Preload a kernel for kexec

		[Service]
		Type=oneshot
		RemainAfterExit=yes
		ExecStart=/bin/true
		ExecStop=/bin/touch /var/lib/check/stopped
	UNIT
	systemctl daemon-reload
	systemctl -q start kexec-load.service || die "kexec-load.service"
	load_unseen
	run_after kexec-load.service ExecStop <<-'EOF'
		expect own-command test -e /var/lib/check/stopped
		expect unloaded loaded 0
		chan say end
	EOF
	systemctl reboot || die "systemctl reboot"
	sleep infinity
}
