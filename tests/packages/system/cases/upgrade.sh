# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an upgrade from the previous version, with an image loaded
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# timeout: 480

PREVIOUS=0.0.9
PACKAGES="kexecguard kexecguard-dkms libkguard1"

# The module that runs belongs to the version that was loaded.
running() {
	cat /sys/module/kexecguard/version
}

boot_1() {
	use_repository
	# One word a package.
	# shellcheck disable=SC2046
	timed "apt-get install kexecguard=$PREVIOUS, module built" \
		apt-get -qy install $(printf "%s=$PREVIOUS " $PACKAGES) ||
		die "apt-get install"
	expect_is previous-runs $PREVIOUS "$(running)"
	echo '# a line of the administrator' >>/etc/kexecguard.conf
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	timed "apt-get install kexecguard, module built" \
		apt-get -qy install kexecguard || die "apt-get install"
	VERSION=$(dpkg-query -W -f '${Version}' kexecguard)
	expect_fail upgraded "" test "$VERSION" = $PREVIOUS
	expect stays-said said "the loaded module stays until the next boot"
	expect_is nothing-half-installed "" "$(dpkg --audit)"
	expect_is dkms "kexecguard/$VERSION, $OLD, x86_64: installed" \
		"$(dkms status kexecguard)"
	expect signed signed "$OLD"
	expect configuration grep -q administrator /etc/kexecguard.conf
	expect units-sound says "0 loaded units" systemctl --failed

	# The new tool with the previous module.
	expect_is still-runs $PREVIOUS "$(running)"
	expect still-valid kexecguardctl status
	plug dimm 128M
	expect back-after-plug valid 120
	expect pull unplug dimm
	expect back-after-pull valid 120
	leave
}

boot_2() {
	expect_is new-runs "$(dpkg-query -W -f '${Version}' kexecguard)" \
		"$(running)"
	expect doctor kexecguardctl doctor
}
