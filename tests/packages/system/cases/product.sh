# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a system that nobody attends to, from boot to purge
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# timeout: 720

RELOAD=kexecguard-reload.service
# Each change of memory unloads the image, and one reload follows.
plug_and_pull() {
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect valid kexecguardctl status
	plug dimm 512M
	expect back-after-plug valid 120
	expect_is one-reload-plug 1 "$(reloads)"
	online dimm
	expect back-after-online valid 120
	expect_is one-reload-online 2 "$(reloads)"
	expect pull unplug dimm
	expect back-after-pull valid 120
	expect_is one-reload-pull 3 "$(reloads)"
	expect_crash kdump-stale stale
	note "4 blocks plugged, online and pulled:" \
		"$(json .counters.changes status) events," \
		"$(json .counters.unloads status) unloads, $(reloads) reloads"
}

# An image that others loaded is reloaded once a file describes how.
foreign_image() {
	timed "kexec -s -l" kexec -s -l "/boot/vmlinuz-$OLD" \
		--initrd="/boot/initrd.img-$OLD" --reuse-cmdline || die kexec
	plug dimm 128M
	expect says-how wait_for 60 says "unknown what to load" \
		journalctl -o cat -b -u $RELOAD
	expect not-loaded loaded 0
	expect pull unplug dimm

	echo 'kernel = default' >>/etc/kexecguard.conf
	kexec -s -l "/boot/vmlinuz-$OLD" --initrd="/boot/initrd.img-$OLD" \
		--reuse-cmdline || die kexec
	plug dimm 128M
	expect configured valid 120
	expect pull unplug dimm
	expect configured-again valid 120
	sed -i '/^kernel =/d' /etc/kexecguard.conf
}

# A kernel without kexec_file_load(2), as far as this process can see. By
# themselves kexec-tools take a DIMM that is offline.
without_file_load() {
	plug dimm 512M
	expect back-before-tools valid 120
	expect_fail tools-alone "Cannot assign requested address" \
		kexec -c -l "/boot/vmlinuz-$OLD" \
		--initrd="/boot/initrd.img-$OLD" --reuse-cmdline
	timed "load by kexec-tools" systemd-run -q --wait --pipe \
		-p SystemCallFilter=~kexec_file_load \
		-p SystemCallErrorNumber=ENOSYS \
		kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect by-tools said "by kexec-tools"
	expect_is by-kexec-load kexec_load \
		"$(json .image.record.loader.syscall status)"
	expect_is by-tools-safe safe "$(json .image.record.level status)"
	expect valid kexecguardctl status
	expect pull unplug dimm
	expect back-after-tools valid 120
}

lease() {
	expect lease kexecguardctl load --lease 2h
	expect lease-watched says kexecguard-lease systemctl list-timers
	expect short-lease kexecguardctl load --lease 5s
	expect lease-ends wait_for 120 loaded 0
	expect lease-forgotten test ! -e /run/kexecguard/loaded
}

metrics() {
	mkdir -p $PROM
	expect metrics systemctl start kexecguard-metrics.service
	expect metrics-up grep -qx 'kexecguard_up 1' $PROM/kexecguard.prom
	expect metrics-readable as_nobody grep -q \
		'^kexecguard_unloads_total [1-9]' $PROM/kexecguard.prom
}

# A load that the kernel would refuse is not tried; the loaded image can run.
disabled() {
	sysctl -q kernel.kexec_load_disabled=1
	expect_fail named "kernel.kexec_load_disabled is set" kexecguardctl load
	expect still-valid kexecguardctl status
}

boot_1() {
	expect_is first-kernel "$OLD" "$(uname -r)"
	crash_image
	plug_and_pull
	foreign_image
	without_file_load
	lease
	metrics
	expect units-sound says "0 loaded units" systemctl --failed
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	disabled
	leave
}

upgrade_kernel() {
	use_repository
	timed "apt-get install of Linux $NEW, module built" apt-get -qy install \
		"linux-image-$NEW" "linux-headers-$NEW" || die "upgrade"
	expect rebuilt says "$NEW, x86_64: installed" dkms status
	expect signed signed "$OLD"
	expect rebuilt-signed signed "$NEW"
	expect_is nothing-half-installed "" "$(dpkg --audit)"
	# Else kdump-tools make their initial RAM disk again at boot.
	cp /etc/kdump/sysctl.conf "/var/lib/kdump/latest_sysctls-$NEW"
}

boot_2() {
	expect_is same-kernel "$OLD" "$(uname -r)"
	expect guard-at-boot test -d /sys/module/kexecguard
	expect doctor kexecguardctl doctor
	expect watcher is_active kexecguard-reload.path
	# A release that is not out yet has one kernel only.
	[ "$NEW" = "$OLD" ] || upgrade_kernel
	timed load kexecguardctl load "/boot/vmlinuz-$NEW" ||
		die "load: $(cat /tmp/timed)"
	leave
}

left_over() {
	find / -xdev \( -iname '*kexecguard*' -o -iname '*kguard*' \) \
		-not -path '/proc/*' -not -path '/var/log/*' \
		-not -path '/var/lib/systemd/*'
	find /run /sys/module /dev -maxdepth 2 -name '*kexecguard*'
	systemctl list-units --all --no-legend '*kexecguard*'
	dpkg-query -W -f '${Package}\n' '*kexecguard*' '*kguard*' 2>/dev/null
}

boot_3() {
	expect_is new-kernel "$NEW" "$(uname -r)"
	expect guard-at-boot test -d /sys/module/kexecguard
	expect doctor kexecguardctl doctor
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	expect valid kexecguardctl status
	timed "apt-get purge" apt-get -qy purge kexecguard kexecguard-dkms \
		libkguard1 || die "purge"
	expect_is nothing-left "" "$(left_over)"
}
