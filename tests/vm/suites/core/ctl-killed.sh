# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that is killed at any moment does not block the next one
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
# timeout: 180
load() {
	kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
		--command-line "$SECOND_LINE"
}

# nothing_half: idle or loaded, and the remembered state is readable.
nothing_half() {
	wait_for 5 settled || return
	[ ! -e /run/kexecguard/loaded ] ||
		! kexecguardctl reload 2>&1 | grep -q "not written by this tool"
}

killed=0
for after in 1 5 10 20 40 80 160 320; do
	for signal in KILL TERM INT; do
		begin victim kexecguardctl load /boot/vmlinuz \
			--initrd /boot/second.img --command-line "$SECOND_LINE"
		usleep $((after * 1000))
		kill -$signal "$victim_pid" 2>/dev/null &&
			killed=$((killed + 1))
		end_of victim >/dev/null
		expect "$signal-after-$after" nothing_half
	done
done
expect some-were-killed test $killed -ge 6
expect load load
expect loaded loaded 1
expect status kexecguardctl status
