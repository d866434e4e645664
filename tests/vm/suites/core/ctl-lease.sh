# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a leased image goes when its time is over, unless it is somebody else's
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
load() {
	kexecguardctl load /boot/vmlinuz --no-initrd --command-line x "$@"
}
# Nobody would watch the time here, so nothing is loaded.
expect_fail no-timer "nothing would end the lease" load --lease 2h
expect not-loaded loaded 0

# What stands for systemd: it notes, and a timer ends by hand.
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
# The timer is not believed.
expect early timer_ends
expect kept loaded 1

expect short load --lease 1s
expect ended wait_for 60 eval 'timer_ends; loaded 0'
expect forgotten test ! -e /run/kexecguard/loaded

# The time goes on over a reload, and a lease that is over ends those, too.
expect again load --lease 20s
plug d1 128M
expect unloaded loaded 0
expect reload kexecguardctl reload --settle 0.2
expect reloaded loaded 1
expect ended-again wait_for 60 eval 'timer_ends; loaded 0'
expect quiet kexecguardctl reload --automatic
expect not-reloaded loaded 0

# Others have loaded since.
expect before load --lease 1s
load_image $BOOT_ADDRESS
usleep 1100000
expect late timer_ends
expect foreign-kept loaded 1
