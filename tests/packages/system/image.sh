#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build the disk that `make check-packages PACKAGES=system` boots, once for each
# set of packages:
#
# $KG_CACHE/system-KEY/root.img	a Debian 12 with an older kernel, and without
#				the guard
# $KG_CACHE/system-KEY/vmlinuz, initrd.img	that kernel, for QEMU
# $KG_CACHE/system-KEY/old, new	releases of that kernel and of the upgrade
# $KG_CACHE/system-KEY/upgrade/	packages of the newest kernel and its headers
#
# Prints the directory. Installs nothing into this machine; needs root, or
# unprivileged user namespaces.
set -eu

here=$(cd "$(dirname "$0")/../../.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

# The guest's packages beside the kernel: the system, the dependencies of the
# packages under test (there is no network), and programs that they work with.
PACKAGES="systemd-sysv,udev,dbus,kmod,apt,dpkg-dev,dkms,kexec-tools,kdump-tools
	makedumpfile,initramfs-tools,zstd,busybox,procps,libjson-c5
	libsmartcols1,libkmod2,openssl,bsdextrautils,jq,man-db
	bash-completion"
FLAVOUR=cloud-amd64
SIZE=6G

# kernels: print the releases that have image and headers, oldest first.
kernels() {
	apt-cache pkgnames linux-headers-6.1.0- |
		sed -n "s/^linux-headers-\(6\.1\.0-[0-9]*-$FLAVOUR\)$/\1/p" |
		while read -r release; do
			apt-cache show "linux-image-$release" >/dev/null 2>&1 &&
				echo "$release"
		done | sort -V
}

# download DIRECTORY PACKAGE...
download() {
	target=$1
	shift
	mkdir -p "$target"
	(cd "$target" && apt-get -qq download "$@" >&2)
}

# make_disk FILE: make it of the archive on stdin.
make_disk() {
	# shellcheck disable=SC2016
	$fakeroot sh -eu -c '
		mkdir "$0.d"
		tar -x -C "$0.d" --exclude=./dev/*
		mke2fs -q -t ext4 -L root -d "$0.d" "$0" "$1"
		rm -r "$0.d"' "$1" "$SIZE" >&2
}

build() {
	begin "$directory"
	packages=$(echo $PACKAGES | tr ' ' ','),linux-image-$old,linux-headers-$old
	say "a Debian system with Linux $old"
	sources bookworm | mmdebstrap --quiet --variant=minbase \
		--include="$packages" \
		--aptopt='APT::Install-Recommends "false"' \
		--essential-hook="$here/tests/packages/system/preseed.sh \"\$1\"" \
		--customize-hook="$here/tests/packages/system/customize.sh \"\$1\"" \
		--customize-hook="copy-out /boot/vmlinuz-$old \
			/boot/initrd.img-$old $directory.new" \
		--format=tar bookworm - - | make_disk "$directory.new/root.img"
	mv "$directory.new/vmlinuz-$old" "$directory.new/vmlinuz"
	mv "$directory.new/initrd.img-$old" "$directory.new/initrd.img"
	# shellcheck disable=SC2046
	download "$directory.new/upgrade" $(packages_of \
		'linux-(image|headers|kbuild|compiler)-.*' \
		"linux-image-$new" "linux-headers-$new")
	echo "$old" >"$directory.new/old"
	echo "$new" >"$directory.new/new"
	for other in "$cache"/system-*; do
		[ "$other" = "$directory.new" ] || rm -rf "$other"
	done
	commit "$directory"
}

fakeroot=
[ "$(id -u)" -eq 0 ] || fakeroot=fakeroot
lock_cache
apt_root bookworm amd64
new=$(kernels | tail -n 1)
old=$(kernels | tail -n 2 | head -n 1)
if [ "$old" = "$new" ]; then
	say "there is only one kernel to install, and no upgrade to test"
	exit 1
fi
key=$({
	cat "$0" "$here/tests/packages/system/preseed.sh" \
		"$here/tests/packages/system/customize.sh"
	echo "$old $new"
} | cksum | tr ' ' -)
directory=$cache/system-$key
[ -e "$directory/root.img" ] || build
echo "$directory"
