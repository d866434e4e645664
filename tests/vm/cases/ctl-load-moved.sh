# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl load in a storm of events ends with a good image
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
# timeout: 120
plug d1 512M
storm() {
	for round in 1 2 3; do
		online d1
		offline d1
	done
}
begin storm storm
refusals=$(counter loads_refused)
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x \
	--timeout 60
expect storm end_of storm
expect valid kexecguardctl status
expect refused-meanwhile test "$(counter loads_refused)" -gt "$refusals"
