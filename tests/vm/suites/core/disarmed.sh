# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each hook is disarmed by itself: status reports what is lost, and it is
# timeout: 180
# append: nokaslr
insmod /lib/modules/kgdisarm.ko || die "kgdisarm"
kgdisarm=/sys/module/kgdisarm/parameters
policy placement=off
plug d1 512M
plug d2 512M
online d1

# disarm HOOK LOST...: disarm the hook; sysfs and doctor report it dead and
# these protections lost, and everything else unchanged.
disarm() {
	hook=$1
	shift
	symbol=$(kexecguardctl doctor -o HOOK,SYMBOL |
		sed -n "s/^$hook  *//p")
	expect "$hook-off" set_file "$kgdisarm/disarm" "$symbol"
	expect "$hook-dead" reads $SYSFS/hooks/$hook dead
	expect "$hook-lost" reads $SYSFS/missing "$*"
	expect_is "$hook-others" "$hook" "$(cd $SYSFS/hooks && grep -lx dead *)"
	kexecguardctl doctor >/tmp/doctor.out
	expect_is "$hook-doctor" 1 $?
	expect "$hook-line" grep -qE "^$hook +dead +[A-Za-z]" /tmp/doctor.out
	for lost; do
		expect "$hook-$lost" grep -qE "^  $lost +[a-z]" /tmp/doctor.out
	done
	kexecguardctl doctor --json | tr -d ' \n' >/tmp/doctor.json
	expect "$hook-json" grep -q "\"verdict\":\"missing\"" /tmp/doctor.json
	expect "$hook-json-lost" grep -q \
		"\"missing\":\[\"$(echo "$*" | sed 's/ /","/g')\"\]" \
		/tmp/doctor.json
	expect "$hook-json-dead" grep -q \
		"\"name\":\"$hook\",\"state\":\"dead\"" /tmp/doctor.json
}

rearm() {
	expect "$hook-on" set_file "$kgdisarm/rearm" "$symbol"
	expect "$hook-armed" reads $SYSFS/hooks/$hook armed
	expect "$hook-none-lost" reads $SYSFS/missing none
}

set_file() {
	echo "$2" >"$1"
}

# while_offline COMMAND...: in the middle of an offline that succeeds.
while_offline() {
	rmmod kgtest 2>/dev/null
	hold going_offline
	begin offline set_blocks offline "$(last_block d1)"
	wait_held
	"$@"
	release
	end_of offline || die "offline"
	set_blocks online_movable "$(last_block d1)" || die "online"
}

none_loaded() {
	kx unload >/dev/null
	expect "$hook-none-loaded" loaded 0
}

# kexec reaches the kernel while memory changes; no image is loaded.
hook=all
while_offline expect_fail exec-armed EBUSY kx exec
disarm exec exec
while_offline expect_fail exec-let-in EINVAL kx exec
rearm

# Still refused while memory changes, by the next hook. The loader goes unseen:
# a load that a change outdates returns success, and the image is unloaded as
# soon as the kernel's lock is free.
disarm load load record
while_offline expect_fail load-by-prepare EBUSY kx load $BOOT_ADDRESS
load_image $BOOT_ADDRESS
expect load-unknown reads $SYSFS/image/comm ""
begin_load unseen $BOOT_ADDRESS
set_blocks offline "$(last_block d1)" || die "offline"
open_gate unseen
expect load-unseen end_of unseen
expect load-stale wait_for 5 loaded 0
set_blocks online_movable "$(last_block d1)" || die "online"
rearm
none_loaded

if has_file_load; then
	disarm file-load file-load record
	while_offline expect_fail file-by-prepare EBUSY \
		kx load-file /boot/vmlinuz /boot/second.img x
	rearm
	disarm steer steer
	expect steer-own-choice kx load-file /boot/vmlinuz /boot/second.img x
	rearm
	none_loaded
	both="load file-load"
else
	both=load
fi

# Refused by the next hook; the segments' addresses are unknown.
# shellcheck disable=SC2086
disarm prepare $both record place
while_offline expect_fail prepare-by-segment EBUSY kx load $BOOT_ADDRESS
load_image $BOOT_ADDRESS
expect prepare-unjudged reads $SYSFS/image/verdict unknown
rearm
none_loaded

# Undone when the load ends.
disarm segment late-load
begin_load late $BOOT_ADDRESS
set_blocks offline "$(last_block d1)" || die "offline"
open_gate late
expect_fail segment-at-end EBUSY end_of late
expect segment-undone wait_for 5 loaded 0
set_blocks online_movable "$(last_block d1)" || die "online"
rearm

disarm terminate audit
load_image $BOOT_ADDRESS
expect terminate-loaded loaded 1
rearm

# Not seen until it goes online.
disarm add add
before=$(generation)
plug d3 512M
expect_is add-unseen "$before" "$(generation)"
expect add-stale loaded 1
rearm
online d3
expect add-seen-online loaded 0

# Never online, so no notifier is called.
disarm remove remove
load_image $BOOT_ADDRESS
expect remove-unplug unplug d2
expect remove-stale loaded 1
rearm
none_loaded

# "release" acts like "unload": at the end instead of before the isolation.
disarm offline release
policy on_offline=release
load_image $BOOT_ADDRESS
while_offline expect offline-still-loaded loaded 1
expect offline-unloaded loaded 0
rearm
policy on_offline=unload

# Two hooks give one protection.
if ! reads $SYSFS/hooks/memory-failure unused; then
	for hook in memory-failure soft-offline; do
		disarm $hook poison
		load_image $BOOT_ADDRESS
		case $hook in
		memory-failure)	file=hard_offline_page ;;
		*)		file=soft_offline_page ;;
		esac
		echo $BOOT_ADDRESS >$MEMORY/$file || die "$file"
		expect $hook-unseen loaded 1
		rearm
		none_loaded
		BOOT_ADDRESS=$((BOOT_ADDRESS + 0x1000))
	done
fi
rmmod kgdisarm
