# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a reload that waits for quiet does not replace an image that somebody loads while it waits
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
is_waiting() {
	grep -q FLOCK /proc/locks
}
loaded_by() {
	kexecguardctl status | grep -q "$1 (pid "
}
# A reload waits, holding the lock; another program loads without any lock.
meanwhile() {
	plug "$1" 128M
	loaded 0 || die "not unloaded"
	shift
	begin reload kexecguardctl reload --settle 4 "$@"
	wait_for 20 is_waiting || die "no reload"
	load_image $BOOT_ADDRESS
	expect "ended-$*" end_of reload
}
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
meanwhile d1
expect said grep -q "Another program has loaded" /tmp/reload.out
expect theirs loaded_by kx
expect valid kexecguardctl status

# Unless that is asked for.
expect load-again kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
meanwhile d2 --force
expect_fail ours "" loaded_by kx
expect valid-ours kexecguardctl status
