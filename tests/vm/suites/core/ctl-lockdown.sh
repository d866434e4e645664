# SPDX-License-Identifier: GPL-2.0-or-later
# desc: under lockdown, unsigned kernels are not tried, and memory changes still unload
# kernels: ^(?!.*-cfi-)[0-9].*amd64
# skip: no lockdown in the kernels built here, no kexec_file_load on arm64
LIMIT=/proc/sys/kernel/kexec_load_limit_reboot
load() {
	kexecguardctl load "$@" --no-initrd --command-line x
}
limit() {
	cat $LIMIT 2>/dev/null
}
tried() {
	dmesg | grep -c "Lockdown: .*unsigned images"
}
# Clear the header's entry that points to the signature.
cp /boot/vmlinuz /tmp/unsigned
header=$(od -An -tu4 -j60 -N4 /boot/vmlinuz)
dd if=/dev/zero of=/tmp/unsigned bs=1 count=8 conv=notrunc \
	seek=$((header + 24 + 112 + 32)) 2>/dev/null || die "dd"

expect unsigned-before load /tmp/unsigned
mount -t securityfs securityfs /sys/kernel/security
echo integrity >/sys/kernel/security/lockdown || die "lockdown"
expect_fail kexec-tools "" kexec -c -l /boot/vmlinuz --command-line=x

[ ! -e $LIMIT ] || echo 7 >$LIMIT
before=$(limit)
tries=$(tried)
expect_fail named "locked down and loads only images with a trusted" \
	load /tmp/unsigned
expect_is not-counted "$before" "$(limit)"
expect_is not-tried "$tries" "$(tried)"
expect kept kexecguardctl status
expect_fail reload "trusted signature" kexecguardctl reload --force
# Whether this kernel trusts the signer is left to the kernel.
asked() {
	load /boot/vmlinuz || [ "$(tried)" -gt "$tries" ]
}
expect signed asked

# Lockdown applies to user space only.
plug d1 128M
expect unloaded loaded 0
