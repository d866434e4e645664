# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl doctor: the kernel refuses the module's signature
# kernels: ^[0-9.]+-(cloud-|rt-)?(amd64|arm64)$
# skip: the kernels that are built here check no signatures
# guard: no
guard=/lib/modules/$(uname -r)/updates/dkms/kexecguard.ko
says() {
	says_text=$1
	shift
	"$@" 2>&1 | grep -qF -- "$says_text"
}
rejected() {
	dmesg | grep -q "[Ll]oading of .*$1.* is rejected"
}

kexecguardctl doctor >/dev/null 2>&1
expect_is no-guard 2 $?
expect free says "installed, but not loaded" kexecguardctl doctor
echo 1 >/sys/module/module/parameters/sig_enforce || die "sig_enforce"

expect_fail unsigned "Key was rejected by service" modprobe kexecguard
expect unsigned-rejected rejected "unsigned module"
expect_fail unsigned-said "and kexecguard is not signed" kexecguardctl doctor
expect build says "dkms autoinstall -k $(uname -r)" kexecguardctl doctor
expect enrol says "mokutil --import /var/lib/dkms/mok.pub" \
	kexecguardctl doctor
mkdir -p /usr/src/kexecguard-7
touch /usr/src/kexecguard-7/dkms.conf
for verb in build install; do
	expect $verb-source says \
		"dkms $verb --force kexecguard/7 -k $(uname -r)" \
		kexecguardctl doctor
done

# The signer does not matter to a kernel that lacks the signer's key.
mv /lib/modules/kexecguard-signed.ko "$guard"
expect_fail signed "" modprobe kexecguard
expect signed-rejected rejected "unavailable key"
expect_fail signed-said 'not have the key "nobody that a kernel trusts"' \
	kexecguardctl doctor
expect enrol-signed says "mokutil --import /var/lib/dkms/mok.pub" \
	kexecguardctl doctor
expect_fail not-built-anew "" says "dkms install" kexecguardctl doctor
expect not-in test ! -d /sys/module/kexecguard
