# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl policy changes several rows together or not at all
policy_is() {
	reads $PARAMETERS/on_offline "$1" && reads $PARAMETERS/on_add "$2"
}
expect preset kexecguardctl policy pin
expect pin policy_is veto unload
expect rows kexecguardctl policy strict offline=release add=keep
expect changed policy_is release keep
expect custom sh -c 'kexecguardctl policy --json | grep -q "\"policy\": \"custom\""'
kexecguardctl policy map offline=nonsense >/tmp/policy.out 2>&1
expect_is refused 1 $?
expect unchanged policy_is release keep
kexecguardctl policy add=veto >/tmp/policy.out 2>&1
expect_is illegal 1 $?
expect placement kexecguardctl policy placement=strict steer=0
expect placement-is reads $PARAMETERS/placement strict
expect steer-is reads $PARAMETERS/steer N

# Saved, it is the policy of the next boot.
mkdir -p /etc/modprobe.d
expect saved kexecguardctl policy --save
saved=$(sed -n 's/^options kexecguard //p' \
	/etc/modprobe.d/kexecguard.policy.conf)
rmmod kexecguard
# shellcheck disable=SC2086
insmod_guard $saved
expect saved-rows policy_is release keep
expect saved-placement reads $PARAMETERS/placement strict
expect saved-steer reads $PARAMETERS/steer N

# An image that the policy keeps need not be valid.
expect observe kexecguardctl policy observe placement=unsafe
plug d1 512M
load_image "$BOOT_ADDRESS"
online d1
expect kept loaded 1
kexecguardctl status >/tmp/status.out
expect_is outdated 1 $?
expect said grep -q "the policy keeps it" /tmp/status.out
