#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build the disk that `make check-packages PACKAGES=system` boots, once for each
# set of packages:
#
#	image.sh RELEASE
#
# $KG_CACHE/system-RELEASE-KEY/
#	root.img		that Debian with an older kernel if the release has
#				two, and without the guard
#	vmlinuz, initrd.img	that kernel, for QEMU
#	old, new		releases of that kernel and of the newest
#	upgrade/		packages of the newest kernel and its headers
#	efi/			shim and GRUB, signed
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
	bash-completion,mokutil"
FLAVOUR=cloud-amd64
SIZE=6G

# kernels: print the releases that have image and headers, oldest first.
kernels() {
	apt-cache pkgnames "linux-headers-$series" |
		sed -n "s/^linux-headers-\([0-9].*-$FLAVOUR\)$/\1/p" |
		while read -r kernel; do
			apt-cache pkgnames "linux-image-$kernel" |
				grep -qx "linux-image-$kernel" && echo "$kernel"
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
	say "a Debian system, $suite, with Linux $old"
	unpack "$directory.new/efi" shim-signed shim-helpers-amd64-signed \
		grub-efi-amd64-signed
	if [ "$old" != "$new" ]; then
		# shellcheck disable=SC2046
		download "$directory.new/upgrade" $(packages_of \
			'linux-(image|headers|kbuild|compiler)-.*' \
			"linux-image-$new" "linux-headers-$new")
	fi
	sources "$suite" | mmdebstrap --quiet --variant=minbase \
		--include="$packages" \
		--aptopt='APT::Install-Recommends "false"' \
		--aptopt="$EXPIRES" \
		--essential-hook="$here/tests/packages/system/preseed.sh \"\$1\"" \
		--customize-hook="$here/tests/packages/system/customize.sh \"\$1\"" \
		--customize-hook="copy-out /boot/vmlinuz-$old \
			/boot/initrd.img-$old $directory.new" \
		--format=tar "$suite" - - | make_disk "$directory.new/root.img"
	mv "$directory.new/vmlinuz-$old" "$directory.new/vmlinuz"
	mv "$directory.new/initrd.img-$old" "$directory.new/initrd.img"
	echo "$old" >"$directory.new/old"
	echo "$new" >"$directory.new/new"
	for other in "$cache/system-$suite"-*; do
		[ "$other" = "$directory.new" ] || rm -rf "$other"
	done
	commit "$directory"
}

fakeroot=
[ "$(id -u)" -eq 0 ] || fakeroot=fakeroot
suite=$1
# Debian 12 also has kernels of 13.
case $suite in
bookworm)	series=6.1.0- ;;
*)		series= ;;
esac
lock_cache
apt_root "$suite" amd64
new=$(kernels | tail -n 1)
old=$(kernels | tail -n 2 | head -n 1)
key=$({
	cat "$0" "$here/tests/packages/system/preseed.sh" \
		"$here/tests/packages/system/customize.sh"
	echo "$old $new"
} | cksum | tr ' ' -)
directory=$cache/system-$suite-$key
# Not under the cache's lock, which others would wait for.
flock -u 9
(
	flock 8
	[ -e "$directory/root.img" ] || build
) 8>"$cache/system-$suite.lock"
echo "$directory"
