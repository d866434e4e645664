# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a leased image is unloaded when its time is up, unless somebody else loaded it
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
load() {
	kexecguardctl load /boot/vmlinuz --no-initrd --command-line x "$@"
}
# Without systemd no timer would end the lease, so nothing is loaded.
expect_fail no-timer "nothing would end the lease" load --lease 2h
expect not-loaded loaded 0

# A stand-in for systemd that records its arguments; timers expire by hand.
mkdir -p /usr/bin
cat >/usr/bin/systemd-run <<-'EOF'
	#!/bin/sh
	echo "$*" >>/tmp/timers
EOF
chmod +x /usr/bin/systemd-run
timer_ends() {
	kexecguardctl unload --expired
}
expect leased load --lease 2h
expect watched grep -q -e "--on-active=7200s.*unload --expired" /tmp/timers
# The timer alone does not end the lease: the time has to be up.
expect early timer_ends
expect kept loaded 1

expect short load --lease 1s
expect ended wait_for 60 eval 'timer_ends; loaded 0'
expect forgotten test ! -e /run/kexecguard/loaded

# The time runs on through a reload, and an expired lease prevents one.
expect again load --lease 20s
plug d1 128M
expect unloaded loaded 0
expect reload kexecguardctl reload --settle 0.2
expect reloaded loaded 1
expect ended-again wait_for 60 eval 'timer_ends; loaded 0'
expect quiet kexecguardctl reload --automatic
expect not-reloaded loaded 0

# Somebody else has loaded an image since.
expect before load --lease 1s
load_image $BOOT_ADDRESS
usleep 1100000
expect late timer_ends
expect foreign-kept loaded 1
