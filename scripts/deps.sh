#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Install what a part of the project needs: deps.sh GROUP...
#
# Groups: build (compile library, tool and module), vm (the VM tests and the
# demonstration), arm64 and ppc64 (the same for their guests), check (analysers and test
# tools), debug (compile a kernel), llvm-VERSION (clang for that), ibt (Bochs,
# and tools to write its disc), deb (build packages), system (make a Debian
# system of packages), rpm (build RPM packages, and a system for them), minbase
# (make minimal systems), next (read the images of kernels), bench (measure, and draw figures). For Debian 12 and
# later; elsewhere it names what to install and fails. Silent if nothing is
# missing.
set -eu

usage() {
	echo "usage: ${0##*/} build|vm|arm64|check|debug|llvm-VERSION|ibt|deb|system|rpm|minbase|next|bench..." >&2
	exit 2
}

# Since Debian 12, libclang-rt-dev depends on the compiler-rt package, which has
# clang's major version in its name.
packages() {
	case $1 in
	build)
		echo gcc make libc6-dev pkg-config libjson-c-dev \
			libsmartcols-dev libkmod-dev kmod ;;
	vm)
		echo qemu-system-x86 seabios ipxe-qemu ovmf python3 gcc libc6-dev \
			make binutils xz-utils libelf-dev kmod patch util-linux \
			debian-archive-keyring openssl ;;
	arm64)
		echo qemu-system-arm qemu-efi-aarch64 ipxe-qemu \
			gcc-aarch64-linux-gnu ;;
	ppc64)
		echo qemu-system-ppc gcc-powerpc64le-linux-gnu ;;
	debug)
		echo gcc make libc6-dev flex bison bc lz4 xz-utils kmod \
			libelf-dev libssl-dev ;;
	llvm-*)
		echo "clang-${1#llvm-}" "lld-${1#llvm-}" "$1" ;;
	ibt)
		echo bochs bochsbios grub-common grub-pc-bin xorriso mtools ;;
	deb)
		echo build-essential dpkg-dev debhelper dh-python python3 \
			fakeroot lintian \
			libjson-c-dev libkmod-dev libsmartcols-dev pkg-config \
			'systemd-dev|systemd' ;;
	next)
		echo zstd lz4 xz-utils gzip ;;
	minbase)
		echo mmdebstrap util-linux git ;;
	system)
		echo mmdebstrap e2fsprogs fakeroot dpkg-dev uidmap \
			qemu-utils mtools openssl python3-cryptography \
			python3-importlib-resources python3-pefile ;;
	rpm)
		echo rpm mmdebstrap util-linux ;;
	check)
		echo check sparse clang libclang-rt-dev valgrind \
			shellcheck man-db groff mandoc bsdextrautils perl mypy \
			pyflakes3 codespell reuse bash zsh python3 ;;
	bench)
		echo valgrind dpkg-dev pkg-config zlib1g-dev liblzma-dev \
			gnuplot-nox ;;
	*)
		usage ;;
	esac
}

[ $# -gt 0 ] || usage
wanted=
for group; do
	wanted="$wanted $(packages "$group")" || usage
done

# shellcheck disable=SC2086
wanted=$(printf '%s\n' $wanted | sort -u)

# pkgconf provides pkg-config since Debian 12; either name may be installed.
installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' \
	2>/dev/null | sed -n 's/^installed //p' | tr -s ', \n' ' ') "

# is_installed A|B...: whether one of them is.
is_installed() {
	for name in $(echo "$1" | tr '|' ' '); do
		case $installed in
		*" $name "*)	return 0 ;;
		esac
	done
	return 1
}

# available A|B...: print the first that this release has, or else the last.
available() {
	for name in $(echo "$1" | tr '|' ' '); do
		! apt-cache show "$name" >/dev/null 2>&1 || break
	done
	echo "$name"
}

missing=
for package in $wanted; do
	is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "deps: installing for $*:$missing"
if ! command -v apt-get >/dev/null; then
	echo "deps: no apt-get here; please install these by hand" >&2
	exit 1
fi
root=
[ "$(id -u)" -eq 0 ] || root=sudo
if [ -n "$root" ] && ! command -v sudo >/dev/null; then
	echo "deps: neither root nor sudo; please install these by hand" >&2
	exit 1
fi
$root apt-get -qq -o Acquire::Retries=5 update
names=
for package in $missing; do
	names="$names $(available "$package")"
done
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
	-o Acquire::Retries=5 --no-install-recommends install $names >/dev/null
