#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run make in the headers of a stock kernel that scripts/fetch.sh has fetched:
#
#	kmake.sh NAME M=DIRECTORY [TARGET | VARIABLE=VALUE]...
#
# DIRECTORY is below the current one or in the cache. Finds a compiler for the
# kernel's architecture; if the table says so, that of the kernel's own release,
# or clang. $KG_HEADERS names other headers.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

if [ $# -lt 2 ]; then
	echo "usage: ${0##*/} NAME M=DIRECTORY..." >&2
	exit 2
fi
line=$(kernel_line "$1")
name=$1
shift
headers=${KG_HEADERS:-$cache/$name/usr/src/linux-headers-$(cat \
	"$cache/$name/release")}

# shellcheck disable=SC2086
arch=$(set -- $line; echo "$3")
# shellcheck disable=SC2086
build=$(set -- $line; echo "$6")
llvm=$(expr "$line " : '.*[[:space:]]llvm=\([^[:space:]]*\)' || :)

case $arch in
"$host_arch")	prefix= ;;
amd64)		prefix=x86_64-linux-gnu- ;;
arm64)		prefix=aarch64-linux-gnu- ;;
ppc64el)	prefix=powerpc64le-linux-gnu- ;;
esac
case $arch in
amd64)	code=x86 ;;
ppc64el)	code=powerpc ;;
*)	code=$arch ;;
esac

# The machine may have another version than that which built the kernel.
compiler=gcc
if [ -e "$headers/.kernelvariables" ]; then
	compiler=$(sed -n 's/^CC *=.*[ )]\(gcc-[0-9]*\)$/\1/p' \
		"$headers/.kernelvariables")
	[ "$build" != - ] || command -v "$prefix$compiler" >/dev/null ||
		compiler=gcc
fi

# Type information needs that of the kernel, which is in no package.
set -- CONFIG_DEBUG_INFO_BTF_MODULES= "$@"
if [ -n "$llvm" ]; then
	set -- LLVM="-$llvm" "$@"
else
	set -- ${prefix:+CROSS_COMPILE="$prefix"} CC="$prefix$compiler" "$@"
fi
set -- make -C "$headers" ARCH="$code" "$@"
# W=1 also checks comments, with modules of Perl that are not in there; the style
# check does that.
[ "$build" = - ] || set -- "$here/scripts/chroot.sh" "$build" "$@" cmd_checkdoc=
exec "$@"
