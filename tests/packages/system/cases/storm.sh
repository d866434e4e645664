# SPDX-License-Identifier: GPL-2.0-or-later
# desc: 64 blocks go online by themselves: one reload, and one of the crash image
# ends: poweroff
# memory: 3G,slots=8,maxmem=64G
# append: memhp_default_state=online
# timeout: 240

# Reloading the crash image has to be enabled.
opt_in() {
	echo 'kdump_reload = /usr/sbin/kdump-config reload' \
		>>/etc/kexecguard.conf
	cp /usr/share/doc/kexecguard/examples/50-kdump-tools.rules \
		/etc/udev/rules.d
	udevadm control --reload
	systemctl -q enable --now kexecguard-kdump.path
}

# step WHAT COMMAND...: a change of memory, and its consequences.
step() {
	step=$1
	shift
	before=$(json .counters.changes status)
	reloads=$(reloads)
	kdumps=$(kdump_reloads)
	timed "64 blocks $step" "$@"
	expect "back-after-64-$step" valid 300
	expect "kdump-ended-64-$step" \
		wait_for 300 is_ended kexecguard-kdump.service
	reloads=$(($(reloads) - reloads))
	kdumps=$(($(kdump_reloads) - kdumps))
	events=$(($(json .counters.changes status) - before))
	note "64 blocks $step: $events events, $reloads reload of the image," \
		"$kdumps of the crash image"
	expect "events-64-$step" test $events -ge 65
	expect_is "one-reload-64-$step" 1 $reloads
	wanted=1
	! is_maintained || wanted=0
	expect_is "one-kdump-reload-64-$step" $wanted $kdumps
	expect_crash "kdump-64-$step" current
}

boot_1() {
	crash_image
	opt_in
	timed load kexecguardctl load || die "load: $(cat /tmp/timed)"
	step plugged plug dimm 8G
	step pulled unplug dimm
}
