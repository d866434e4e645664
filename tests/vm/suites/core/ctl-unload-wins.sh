# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an automatic reload does not bring back what somebody unloaded
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
mkdir -p /etc
cat >/etc/kexecguard.conf <<-EOF
	kernel = /boot/vmlinuz
	initrd = none
	command_line = x
EOF
change() {
	plug "$1" 128M
	expect "unplug-$1" unplug "$1"
	expect "unloaded-$1" loaded 0
}
automatic() {
	kexecguardctl reload --automatic "$@"
}

# Unloaded before the reload began; a later load by anybody counts again.
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
change d1
expect unload kexecguardctl unload
expect before sh -c 'kexecguardctl reload --automatic | grep "on request"'
expect not-loaded loaded 0
load_image $BOOT_ADDRESS
change d2
expect wanted-again automatic
expect loaded loaded 1

# Unloaded while the reload waits for quiet, holding the lock.
change d3
begin reload automatic --settle 3
is_waiting() {
	grep -q FLOCK /proc/locks
}
wait_for 20 is_waiting || die "no reload"
expect unload-meanwhile kexecguardctl unload
expect ended end_of reload
expect said grep -q "on request" /tmp/reload.out
expect not-loaded-meanwhile loaded 0

# A manual reload does load.
expect by-hand kexecguardctl reload --settle 0.2
expect loaded-by-hand loaded 1
