# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl status answers by text, JSON and exit code
status() {
	kexecguardctl status "$@" >/tmp/status.out 2>&1
	echo $?
}
says() {
	grep -qF "$1" /tmp/status.out || {
		cat /tmp/status.out
		return 1
	}
}
plug d1 512M
expect_is none 1 "$(status)"
expect none-said says "none loaded"
online d1
load_image $BOOT_ADDRESS segments=2
expect_is loaded 0 "$(status)"
expect loader says "kx (pid "
expect syscall says "with kexec_load()"
expect segment says "$BOOT_ADDRESS-"
expect_is json 0 "$(status --json)"
expect json-verdict says '"verdict": "valid"'
expect json-start says "\"start\": $((BOOT_ADDRESS))"

# Without privilege: the same answer, but no address.
mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
unprivileged() {
	start-stop-daemon -S -c nobody -x /bin/kexecguardctl -- "$@" \
		>/tmp/status.out 2>&1
	unprivileged_result=$?
	cat /tmp/status.out
	return $unprivileged_result
}
expect unprivileged unprivileged status
expect hidden says "addresses are shown to root only"
expect hidden-not-shown sh -c '! grep -q 0x /tmp/status.out'
expect_fail unprivileged-unload "needs root" unprivileged unload
expect kept loaded 1

expect unplug unplug d1
expect_is unloaded 1 "$(status)"
expect unloads says "images unloaded 1"
