#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Finish the system in directory $1: it boots unattended and starts the agent of
# the second disk. Nothing of the guard is in here.
set -eu

echo guarded >"$1/etc/hostname"
echo '127.0.0.1 localhost guarded' >"$1/etc/hosts"
echo '/dev/vda / ext4 rw,noatime 0 0' >"$1/etc/fstab"
: >"$1/etc/machine-id"

cat >"$1/etc/systemd/system/check.service" <<-EOF
	[Unit]
	Description=The check that the second disk brings
	After=multi-user.target

	[Service]
	ExecStartPre=/bin/mkdir -p /run/check
	ExecStartPre=/bin/mount -o ro /dev/vdb /run/check
	ExecStart=/run/check/agent
	StandardOutput=journal+console
	StandardError=journal+console
	KillMode=process

	[Install]
	WantedBy=multi-user.target
EOF
chroot "$1" systemctl --quiet enable check.service
chroot "$1" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer \
	e2scrub_all.timer fstrim.timer man-db.timer dpkg-db-backup.timer \
	systemd-timesyncd.service getty@tty1.service serial-getty@ttyS0.service

# At the first boot this would take kdump-tools minutes in an emulator. Those of
# Debian 13 do nothing where ischroot succeeds.
mkdir "$1/tmp/check-bin"
printf '#!/bin/sh\nexit 1\n' >"$1/tmp/check-bin/ischroot"
chmod 755 "$1/tmp/check-bin/ischroot"
for kernel in "$1"/boot/vmlinuz-*; do
	release=${kernel##*/vmlinuz-}
	chroot "$1" env PATH="/tmp/check-bin:$PATH" \
		/etc/kernel/postinst.d/kdump-tools "$release" >&2
	cp "$1/etc/kdump/sysctl.conf" \
		"$1/var/lib/kdump/latest_sysctls-$release"
done
rm -r "$1/tmp/check-bin"
