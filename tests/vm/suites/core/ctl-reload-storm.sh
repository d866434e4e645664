# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl reload turns a storm of memory events into one load
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
# timeout: 120
plug d1 512M
expect load kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
	--reuse-cmdline
begin events kexecguardctl monitor --banner --json
wait_for 10 grep -q banner /tmp/events.out || die "monitor is silent"
online d1
expect unloaded loaded 0

# It waits while blocks come and go, and loads once they have stopped.
begin reload kexecguardctl reload --settle 2
for round in 1 2 3 4; do
	offline d1
	online d1
done
expect not-yet loaded 0
expect reload end_of reload
expect loaded loaded 1
loads() {
	grep -c '"cause":"load"' /tmp/events.out
}
changes() {
	grep -c -e '"cause":"online"' -e '"cause":"offline"' /tmp/events.out
}
one_load() {
	test "$(loads)" = 1
}
expect one-load wait_for 5 one_load
expect many-changes test "$(changes)" -ge 36
kill -INT "$events_pid"
expect monitor-ends eval 'end_of events >/dev/null'
