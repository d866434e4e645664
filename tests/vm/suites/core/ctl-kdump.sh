# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the crash image's age is reported, and kdump reloads it once
# append: crashkernel=192M
# kernels: ^(5\.10|6\.1)-
# skip: newer kernels keep the crash image up to date: ctl-kdump-maintained
answer() {
	kexecguardctl kdump "$@" >/tmp/kdump.out 2>&1
	echo $?
}
says() {
	grep -qF "$1" /tmp/kdump.out || {
		cat /tmp/kdump.out
		return 1
	}
}
mkdir -p /etc
cat >/reload-crash <<-'EOF'
	#!/bin/sh
	. /lib.sh
	echo reload >>/tmp/reloads
	kexec_load_crash -a
EOF
chmod +x /reload-crash

expect_is none 1 "$(answer)"
expect none-said says "none loaded"
expect load kexec_load_crash -a
expect_is current 0 "$(answer)"
before=$(generation)
plug d1 512M
online d1
expect_is stale 1 "$(answer)"
expect stale-said says "STALE since generation $before"
expect metrics sh -c 'kexecguardctl metrics |
	grep -qx "kexecguard_crash_image_verdict{verdict=\"stale\"} 1"'

# Not asked for: what would be done is reported, not done.
expect_is not-configured 2 "$(answer --reload)"
expect not-configured-said says "kdump_reload"
echo 'kdump_reload = /reload-crash' >/etc/kexecguard.conf

# One reload, although memory keeps changing.
storm() {
	for round in 1 2 3; do
		offline d1
		online d1
	done
}
begin storm storm
expect_is reloaded 0 "$(answer --reload --settle 0.5)"
expect storm end_of storm
expect_is settled 0 "$(answer --reload --settle 0.5)"
expect one-reload test "$(wc -l </tmp/reloads)" -le 2
expect kept crash_loaded 1
expect_is current-again 0 "$(answer)"

# An image that cannot be reloaded stays loaded, and stale.
echo 'kdump_reload = false' >/etc/kexecguard.conf
offline d1
expect_is failed 1 "$(answer --reload --settle 0.2)"
expect failed-said says "failed with exit code 1"
expect kept-still crash_loaded 1
expect_is stale-still 1 "$(answer)"
