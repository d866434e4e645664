#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=busybox
# The first program of dom0: what the guard and its tool report under Xen PV,
# where loading an image oopses. Prints a line a check on the console.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /run
exec >/dev/console 2>&1 </dev/null
dmesg -n 3

say() {
	echo "xen: $*"
}
# refuses NAME TEXT COMMAND...: COMMAND fails and prints TEXT.
refuses() {
	name=$1 text=$2
	shift 2
	if "$@" >/tmp/out 2>&1; then
		say "check $name FAIL it succeeded: $(cat /tmp/out)"
	elif grep -q "$text" /tmp/out; then
		say "check $name ok"
	else
		say "check $name FAIL $(cat /tmp/out)"
	fi
}

say "guest_type $(cat /sys/hypervisor/guest_type)"
refuses insmod "No such device" insmod /lib/modules/kexecguard.ko
dmesg | grep "kexecguard: .*Xen PV" || say "check said FAIL nothing in the log"
for verb in doctor status check; do
	refuses "$verb" "Xen PV domain" kexecguardctl "$verb"
done
refuses load "Xen PV domain" kexecguardctl load /boot/vmlinuz \
	--initrd /boot/second.img --command-line console=hvc0
if dmesg | grep -E "Oops|BUG|Call Trace|WARNING"; then
	say "check kernel FAIL it complained"
else
	say "check kernel ok"
fi
say end
poweroff -f
