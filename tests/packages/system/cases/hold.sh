# SPDX-License-Identifier: GPL-2.0-or-later
# desc: systemctl kexec holds memory still until the jump
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# says: the last script before the jump has ended
# timeout: 120

boot_1() {
	plug dimm 512M
	online dimm
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect valid valid 120
	expect free is_free
	run_last <<-EOF
		expect_fail late-offline "\$BUSY" \
			set_blocks offline "$(last_block dimm)"
		expect late-held is_held
		expect late-kept loaded 1
		echo "the last script before the jump has ended" >/dev/console
	EOF
	leave
}

boot_2() {
	expect_is same-kernel "$OLD" "$(uname -r)"
}
