#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run a command with $CC and pkg-config set to build programs for an
# architecture that may not be this machine's:
#
#	with-target.sh ARCH [COMMAND...]
#
# Headers and libraries of another architecture are unpacked packages in
# $KG_CACHE/sysroot-ARCH, made on first use. Without a command, prints where
# that is (nothing for the machine's own).
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

# The oldest supported release: the programs also run on later ones.
SUITE=bookworm
PACKAGES="libc6-dev libjson-c-dev libsmartcols-dev libkmod-dev"

make_root() (
	lock_cache
	[ ! -e "$root/packages" ] || return 0
	system=$root
	apt_root $SUITE "$arch"
	say "libraries of $SUITE $arch to build with"
	begin "$system"
	# shellcheck disable=SC2046,SC2086
	unpack "$system.new" $(packages_of \
		'lib.*|linux-libc-dev|zlib1g.*' $PACKAGES)
	commit "$system"
)

if [ $# -eq 0 ]; then
	echo "usage: ${0##*/} ARCH [COMMAND...]" >&2
	exit 2
fi
arch=$1
shift

if [ "$arch" != "$host_arch" ]; then
	case $arch in
	amd64)	triplet=x86_64-linux-gnu ;;
	arm64)	triplet=aarch64-linux-gnu ;;
	ppc64el) triplet=powerpc64le-linux-gnu ;;
	esac
	root=$cache/sysroot-$arch
	[ -e "$root/packages" ] || make_root
	CC="$triplet-gcc --sysroot=$root"
	AR=$triplet-ar
	PKG_CONFIG_SYSROOT_DIR=$root
	PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig
	export CC AR PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
fi
if [ $# -eq 0 ]; then
	echo "${root-}"
	exit
fi
exec "$@"
