# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl load waits for an operation to end, by event
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
plug d1 512M
load_kernel() {
	kexecguardctl load /boot/vmlinuz --no-initrd --command-line x "$@"
}
hold going_online
begin operation set_blocks online_movable "$(first_block d1)"
wait_held
expect changing sh -c 'kexecguardctl status --json | grep -q "\"verdict\": \"changing\""'
load_kernel --timeout 0.3 >/tmp/refused 2>&1
expect_is refused 1 $?
expect reason grep -q "kept changing until the timeout" /tmp/refused
kexecguardctl wait --timeout 0.3 >/tmp/waited 2>&1
expect_is not-settled 1 $?

begin load load_kernel --timeout 30
begin wait kexecguardctl wait --timeout 30
release
expect operation end_of operation
expect load end_of load
expect wait end_of wait
expect loaded loaded 1
expect valid kexecguardctl wait --for valid --timeout 5
