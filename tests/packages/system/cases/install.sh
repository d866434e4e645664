# SPDX-License-Identifier: GPL-2.0-or-later
# desc: apt-get install in a running system; the other cases start from its disk
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# timeout: 240

TWIN=6.1.0-twin

# As if the firmware enforced signatures. It does not have the machine's key.
secure_boot() {
	modprobe -r kexecguard || die "modprobe -r"
	expect_is unloaded 2 "$(kexecguardctl doctor >/dev/null 2>&1; echo $?)"
	expect accepted says "installed, but not loaded" kexecguardctl doctor
	echo 1 >/sys/module/module/parameters/sig_enforce || die "sig_enforce"
	expect_fail refused "Key was rejected by service" modprobe kexecguard
	expect_fail refused-said "does not have the key \"$SIGNER\"" \
		kexecguardctl doctor
	expect enrol says "mokutil --import /var/lib/dkms/mok.pub" \
		kexecguardctl doctor
	expect_fail refused-nobody "if its key is rejected" \
		as_nobody kexecguardctl doctor
}

boot_1() {
	expect_is first-kernel "$OLD" "$(uname -r)"
	use_repository
	# A kernel without headers is named, and prevents nothing.
	mkdir -p /lib/modules/0.0-none/kernel
	# And a second kernel with headers.
	mkdir -p /lib/modules/$TWIN/kernel
	cp -d "/lib/modules/$OLD/build" /lib/modules/$TWIN
	timed "apt-get install kexecguard, module built" \
		apt-get -qy install kexecguard || die "apt-get install"
	expect no-headers-said said "not built for Linux 0.0-none, its headers"
	expect built-said said "built for Linux $OLD"
	expect built-twin-said said "built for Linux $TWIN"
	expect twin says "$TWIN, x86_64: installed" dkms status
	expect signed signed "$OLD"
	expect signed-twin signed $TWIN
	expect key-private test "$(stat -c %a /var/lib/dkms/mok.key)" -le 600
	rmdir /lib/modules/0.0-none/kernel /lib/modules/0.0-none
	dkms remove "kexecguard/$(dkms_version)" -k $TWIN >/dev/null
	rm -r /lib/modules/$TWIN
	expect_is nothing-half-installed "" "$(dpkg --audit)"
	expect dkms says "$OLD, x86_64: installed" dkms status
	expect loaded-at-once test -d /sys/module/kexecguard
	expect doctor kexecguardctl doctor
	wait_for 120 crash_loaded 1 || die "kdump-tools loaded no crash image"
	expect_crash kdump-unseen unknown
	expect watcher is_active kexecguard-reload.path
	for page in kexecguardctl.8 kexecguardctl-load.8 kexecguard.conf.5 \
		kexecguard.4; do
		expect "man-$page" man -w "$page"
	done
	# Not the pages they refer to: man, run by root, would cache them.
	expect_is units-verified "" \
		"$(systemd-analyze verify --man=no kexecguard-reload.path \
			kexecguard-shutdown.service kexecguard-hold.service \
			kexecguard-kdump.path kexecguard-metrics.timer 2>&1)"
	expect completion bash -c '. "$0" && complete -p kexecguardctl' \
		/usr/share/bash-completion/completions/kexecguardctl
	secure_boot
}
