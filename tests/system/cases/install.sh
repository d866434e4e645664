# SPDX-License-Identifier: GPL-2.0-or-later
# desc: apt-get install in a system that runs; what the other cases start from
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# timeout: 240

boot_1() {
	expect_is first-kernel "$OLD" "$(uname -r)"
	use_repository
	# A kernel that has no headers is named, and hinders nothing.
	mkdir -p /lib/modules/0.0-none/kernel
	timed "apt-get install kexecguard, module built" \
		apt-get -qy install kexecguard || die "apt-get install"
	expect no-headers-said said "not built for Linux 0.0-none, its headers"
	expect built-said said "built for Linux $OLD"
	rmdir /lib/modules/0.0-none/kernel /lib/modules/0.0-none
	expect_is nothing-half-installed "" "$(dpkg --audit)"
	expect dkms says "$OLD, x86_64: installed" dkms status
	expect loaded-at-once test -d /sys/module/kexecguard
	expect doctor kexecguardctl doctor
	wait_for 120 crash_loaded 1 || die "kdump-tools loaded no crash image"
	expect_is kdump-unseen unknown "$(json .crash_image.verdict kdump)"
	expect watcher is_active kexecguard-reload.path
	for page in kexecguardctl.8 kexecguardctl-load.8 kexecguard.conf.5 \
		kexecguard.4; do
		expect "man-$page" man -w "$page"
	done
	# Not the pages that they name: man, run by root, would keep them.
	expect_is units-verified "" \
		"$(systemd-analyze verify --man=no kexecguard-reload.path \
			kexecguard-kdump.path kexecguard-metrics.timer 2>&1)"
	expect completion bash -c '. "$0" && complete -p kexecguardctl' \
		/usr/share/bash-completion/completions/kexecguardctl
}
