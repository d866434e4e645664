# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The commands of a case of a whole system, beside tests/vm/guest/lib.sh.

OLD=$(cat "$HERE/old")
NEW=$(cat "$HERE/new")
SIGNER="DKMS module signing key"
PROM=/var/lib/prometheus/node-exporter

# A case ends with a clean shutdown.
finish() {
	chan say end
	systemctl poweroff
	sleep infinity
}

die() {
	check step FAIL "$*"
	journalctl --no-pager -b -n 50 >/dev/console
	chan say end
	poweroff -f
	sleep infinity
}

note() {
	chan say "note $*"
}

# timed WHAT COMMAND...: report how long it took; its output is in /tmp/timed.
timed() {
	timed_what=$1
	timed_began=$(cut -d. -f1 /proc/uptime)
	shift
	"$@" >/tmp/timed 2>&1
	timed_result=$?
	note "$timed_what: $(($(cut -d. -f1 /proc/uptime) - timed_began)) s"
	[ $timed_result -eq 0 ] || tail -n 40 /tmp/timed >/dev/console
	return $timed_result
}

as_nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

use_repository() {
	echo "deb [trusted=yes] file:$HERE/repository ./" \
		>/etc/apt/sources.list
	timed "apt-get update" apt-get -q update || die "apt-get update"
}

# said TEXT: whether the last timed command printed TEXT. says TEXT COMMAND...:
# whether COMMAND prints it.
said() {
	grep -qF -- "$1" /tmp/timed
}
says() {
	says_text=$1
	shift
	"$@" 2>&1 | grep -qF -- "$says_text"
}

is_active() {
	systemctl is-active -q "$1"
}
is_ended() {
	! systemctl is-active -q "$1" &&
		[ "$(systemctl show -P ActiveState "$1")" != activating ]
}


# reloads: print how often the service loaded an image.
reloads() {
	journalctl -o cat --no-pager -b -u kexecguard-reload.service |
		grep -c '^Loaded ' || true
}

# kdump_reloads: print how often the crash image was reloaded.
kdump_reloads() {
	journalctl -o cat --no-pager -b -u kexecguard-kdump.service |
		sed -n 's/^Crash image: .*loaded again, \([0-9]*\) x$/\1/p' |
		awk '{ sum += $1 } END { print sum + 0 }'
}

# is_maintained: whether the kernel itself keeps the crash image up to date.
is_maintained() {
	reads $MEMORY/crash_hotplug 1
}

# expect_crash NAME VERDICT: VERDICT is that of a kernel that does not.
expect_crash() {
	! is_maintained || set -- "$1" maintained
	expect_is "$1" "$2" "$(json .crash_image.verdict kdump)"
}

# crash_image: whether kdump-tools have loaded one that covers all memory.
crash_image() {
	crash_loaded 1 || die "kdump-tools loaded no crash image"
	expect_crash kdump-seen current
}

# valid SECONDS: wait until the image is valid and the service is inactive.
valid() {
	timeout "$1" kexecguardctl wait --for valid &&
		wait_for 60 is_ended kexecguard-reload.service
}

# json PATH COMMAND...: print a member of a kexecguardctl command's output.
json() {
	json_path=$1
	shift
	kexecguardctl "$@" --json | jq -r "$json_path"
}

dkms_version() {
	dkms status kexecguard | sed -n '1s|^kexecguard/\([^,]*\),.*|\1|p'
}

# signed RELEASE: whether DKMS has signed its module with this machine's key.
signed() {
	signed_module=/lib/modules/$1/updates/dkms/kexecguard.ko
	signed_serial=$(openssl x509 -inform DER -in /var/lib/dkms/mok.pub \
		-noout -serial) || return 1
	echo "$(modinfo -F signer "$signed_module"):" \
		"$(modinfo -F sig_key "$signed_module"), not $signed_serial"
	[ "$(modinfo -F signer "$signed_module")" = "$SIGNER" ] &&
		[ "serial=$(modinfo -F sig_key "$signed_module" |
			tr -d :)" = "$signed_serial" ]
}

# load_unseen: load an image before the guard is inserted.
load_unseen() {
	modprobe -r kexecguard || die "modprobe -r"
	kexec -s -l "/boot/vmlinuz-$OLD" --initrd="/boot/initrd.img-$OLD" \
		--reuse-cmdline || die "kexec"
	modprobe kexecguard || die "modprobe"
	expect_fail unseen "" kexecguardctl status
	# The device starts it, unless the case or a mutant masks it.
	[ "$(systemctl is-enabled kexecguard-shutdown.service)" != static ] ||
		wait_for 60 is_active kexecguard-shutdown.service ||
		die "kexecguard-shutdown.service has not started"
}

# write_script FILE: make a script of what is on stdin, for a time when the
# second disk may be gone already.
write_script() {
	script_home=/var/lib/check/after
	mkdir -p $script_home
	cp -r $HERE/bin $HERE/lib.sh $HERE/system.sh $HERE/old $HERE/new \
		$script_home
	{
		echo '#!/bin/sh'
		echo "HERE=$script_home PATH=$script_home/bin:\$PATH"
		echo ". $script_home/lib.sh"
		echo ". $script_home/system.sh"
		cat
	} >"$1"
	chmod +x "$1"
}

# run_after UNIT WHEN: run what is on stdin after the unit's own commands.
run_after() {
	write_script /var/lib/check/look
	mkdir -p "/run/systemd/system/$1.d"
	printf '[Service]\n%s=%s\n' "$2" /var/lib/check/look \
		>"/run/systemd/system/$1.d/look.conf"
	systemctl daemon-reload
}

# run_last: systemd-shutdown runs what is on stdin when it has killed all
# processes and unmounted what can be, last before the kexec.
run_last() {
	{
		echo 'mount -t tmpfs none /tmp'
		cat
	} | write_script /lib/systemd/system-shutdown/look
}

# leave: kexec by systemd.
leave() {
	note "leaving by systemctl kexec after $(cut -d. -f1 /proc/uptime) s"
	systemctl kexec || die "systemctl kexec"
	sleep infinity
}
