# SPDX-License-Identifier: GPL-2.0-or-later
# desc: firmware that knows the machine's key: signed is accepted, unsigned is not
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# qemu: -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd
# qemu: -drive if=pflash,format=raw,snapshot=on,file=/usr/share/OVMF/OVMF_VARS_4M.fd
# timeout: 120

VARIABLES=/sys/firmware/efi/efivars
DB=$VARIABLES/db-d719b2cb-3d3a-4596-a3bc-dad00e67656f

# little_endian NUMBER: four bytes.
little_endian() {
	# shellcheck disable=SC2059
	printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 & 255)) \
		$(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24)))"
}

# enrol CERTIFICATE: into the firmware's list, as its setup would do it. This
# firmware checks no signatures, and lets who asks write the list.
enrol() {
	size=$(stat -c %s "$1")
	{
		little_endian 7		# attributes: kept, at boot, at run time
		printf '\241\131\300\245\344\224\247\112'	# X.509
		printf '\207\265\253\025\134\053\360\162'
		little_endian $((28 + 16 + size))
		little_endian 0
		little_endian $((16 + size))
		printf kexecguard-check		# the owner, 16 bytes
		cat "$1"
	} >/tmp/db
	[ -d "$VARIABLES" ] && mountpoint -q $VARIABLES ||
		mount -t efivarfs efivarfs $VARIABLES || die "efivarfs"
	cat /tmp/db >$DB || die "db"
}

boot_1() {
	expect stranger test -z "$(grep "$SIGNER" /proc/keys)"
	enrol /var/lib/dkms/mok.pub
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	leave
}

boot_2() {
	expect known grep -q "asymmetri $SIGNER: " /proc/keys
	expect guard-at-boot test -d /sys/module/kexecguard
	modprobe -r kexecguard || die "modprobe -r"
	echo 1 >/sys/module/module/parameters/sig_enforce || die "sig_enforce"
	expect_fail not-loaded "installed, and not loaded" kexecguardctl doctor
	expect accepted modprobe kexecguard
	expect doctor kexecguardctl doctor
	modprobe -r kexecguard || die "modprobe -r"

	# As it is where there was no openssl when it was built.
	dkms=/var/lib/dkms/kexecguard/$(dkms_version)/$OLD/x86_64/module
	strip -g "/lib/modules/$OLD/updates/dkms/kexecguard.ko" || die "strip"
	strip -g "$dkms/kexecguard.ko" || die "strip"
	expect_fail refused "Key was rejected by service" modprobe kexecguard
	expect_fail refused-said "kexecguard is not signed" \
		kexecguardctl doctor
	kexecguardctl doctor 2>&1 | sed -n 's/^ *\(dkms .*\)/\1/p' >/tmp/advice
	timed "built again, as doctor says" sh -ex /tmp/advice || die "dkms"
	expect signed-again signed "$OLD"
	expect accepted-again modprobe kexecguard
}
