# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl load during a storm of events ends with a valid image
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
# timeout: 120
plug d1 512M
refusals=$(counter loads_refused)
refused_meanwhile() {
	[ "$(counter loads_refused)" -gt "$refusals" ]
}
# Until an event has hit the load, which takes longer than one round.
storm() {
	rounds=0
	until refused_meanwhile || [ $rounds -eq 500 ]; do
		online d1
		offline d1
		rounds=$((rounds + 1))
	done
}
begin storm storm
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x \
	--timeout 60
expect storm end_of storm
expect valid kexecguardctl status
expect refused-meanwhile refused_meanwhile
