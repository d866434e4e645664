#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run a command with the compilers and libraries of a Debian release:
#
#	chroot.sh SUITE [COMMAND...]
#
# For kernels whose build tools need a newer C library than this machine has.
# The cache and the current directory keep their names in there. The system is
# made on first use by unpacking packages, so neither that nor the command needs
# privileges; it stays in $KG_CACHE/chroot-SUITE-DIGEST, with the digest of the
# list of packages, so that another list makes another system beside it. Without
# a command, the system is only made.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

# Each release compiles its kernels with its default compiler.
PACKAGES="make gcc gcc-aarch64-linux-gnu gcc-powerpc64le-linux-gnu libelf1t64
	dash mawk coreutils
	diffutils findutils grep sed perl-base"

if [ $# -eq 0 ]; then
	echo "usage: ${0##*/} SUITE [COMMAND...]" >&2
	exit 2
fi
suite=$1
shift
root=$cache/chroot-$suite-$(echo "$PACKAGES" | sha256sum | cut -c1-8)

make_root() (
	lock_cache
	[ ! -e "$root/packages" ] || return 0
	system=$root
	apt_root "$suite" "$host_arch"
	say "a system of $suite to build in"
	begin "$system"
	# shellcheck disable=SC2046,SC2086
	unpack "$system.new" $(packages_of '.*' base-files $PACKAGES)
	mkdir -p "$system.new/proc" "$system.new/dev"
	# Of the maintainer scripts' work, the part that make needs.
	ln -s mawk "$system.new/usr/bin/awk"
	: >"$system.new/dev/null"
	commit "$system"
)

[ -e "$root/packages" ] || make_root
[ $# -gt 0 ] || exit 0

for directory in "$cache" "$PWD"; do
	mkdir -p "$root$directory"
done
# shellcheck disable=SC2016
exec unshare --map-root-user --mount sh -ec '
	root=$1 cache=$2 work=$PWD
	shift 2
	mount --rbind /proc "$root/proc"
	mount --bind /dev/null "$root/dev/null"
	mount --rbind "$cache" "$root$cache"
	mount --rbind "$work" "$root$work"
	exec chroot "$root" /bin/sh -c "cd \"\$0\" && exec \"\$@\"" "$work" "$@"
	' sh "$root" "$cache" "$@"
