# SPDX-License-Identifier: GPL-2.0-or-later
# desc: with Secure Boot and an enrolled key, a DIMM is pulled and the next kernel reached
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# shape: secure-boot
# timeout: 180

EFIVARS=/sys/firmware/efi/efivars
KERNEL=/boot/vmlinuz-$OLD

# A byte of the kernel's code is changed, and its signature stays.
tamper() {
	cp "$KERNEL" /tmp/tampered
	printf X | dd of=/tmp/tampered bs=1 seek=1000000 conv=notrunc 2>/dev/null
}

locked_down() {
	expect_is "secure-boot-$1" 1 "$(od -An -t u1 -j 4 $EFIVARS/SecureBoot-* |
		tr -d ' ')"
	expect_fail "by-itself-$1" "" grep -q lockdown /proc/cmdline
	expect_is "lockdown-$1" "none [integrity] confidentiality" \
		"$(cat /sys/kernel/security/lockdown)"
	expect "key-known-$1" says "$SIGNER" cat /proc/keys
	expect "guard-at-boot-$1" test -d /sys/module/kexecguard
	expect "signed-$1" signed "$OLD"
	expect "doctor-$1" kexecguardctl doctor
}

boot_1() {
	locked_down first
	tamper
	expect_fail no-kexec-load "kexec_load failed: Permission denied" \
		kexec -c -l "$KERNEL" --initrd="/boot/initrd.img-$OLD" \
		--reuse-cmdline
	expect_fail no-tampered "signature is not accepted" \
		kexecguardctl load /tmp/tampered --no-initrd
	expect not-loaded loaded 0
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect valid kexecguardctl status
	plug dimm 128M
	expect back-after-plug valid 120
	expect pull unplug dimm
	expect back-after-pull valid 120
	expect_is reloaded 2 "$(reloads)"
	expect_fail no-kexec-unload "" kexec -c -u
	expect unload kexecguardctl unload
	expect unloaded loaded 0
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	leave
}

boot_2() {
	locked_down second
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect valid kexecguardctl status
}
