# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl hold: a command within a hold, and its exit code
plug d1 512M
online d1
code() {
	kexecguardctl hold "$@" >/tmp/hold.out 2>&1
	echo $?
}
expect_is nothing-loaded 75 "$(code -- true)"
expect nothing-loaded-said grep -q "no kexec image is loaded" /tmp/hold.out
load_image $BOOT_ADDRESS
expect_is own-code 3 "$(code -- sh -c 'exit 3')"
expect_is held 0 "$(code -- sh -c 'kexecguardctl status | grep held:')"
last=$MEMORY/$(last_block d1)/state
expect_is refused 1 "$(code --timeout 30 -- sh -c "echo offline >$last")"
expect refused-said grep -qF "$BUSY" /tmp/hold.out
expect free is_free
expect_is not-found 127 "$(code -- nonsense)"
expect_is no-program 126 "$(code -- /tmp)"
# shellcheck disable=SC2016
expect_is signalled 143 "$(code -- sh -c 'kill $$')"
expect_is expired 0 "$(code --timeout 0.1 -- sleep 1)"
expect expired-said grep -q "hold ended before" /tmp/hold.out

# A signal goes to the command, and the hold ends with it.
begin forwarded kexecguardctl hold -- sleep 100
wait_for 10 is_held || die "no hold"
kill "$forwarded_pid"
wait "$forwarded_pid"
expect_is forwarded 143 $?
expect forwarded-free is_free

# Without a command, until a signal.
begin alone kexecguardctl hold
wait_for 10 grep -q "held still until" /tmp/alone.out || die "no hold"
expect alone-held is_held
kill "$alone_pid"
expect alone end_of alone
expect alone-free is_free
expect_is alone-expired 1 "$(code --timeout 0.1)"

mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
expect_fail unprivileged "needs root" \
	start-stop-daemon -S -c nobody -x /bin/kexecguardctl -- hold -- true
expect kept loaded 1
