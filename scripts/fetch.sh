#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetch Debian kernels with their headers, kexec-tools and the QEMU that boots
# them into a cache:
#
#	fetch.sh [--update] [NAME...]
#	fetch.sh --qemu VERSION
#	fetch.sh --packages SUITE PACKAGE...
#
# NAME is a line of tests/vm/kernels/table, by default the first. --update looks
# for newer packages; otherwise kernels in the cache are kept without using the
# network. Prints the directory of each kernel. --qemu only fetches QEMU and
# prints its directory if the machine's is older than VERSION. --packages fetches
# packages of Debian's SUITE for this machine's architecture, without what they
# depend on, and prints the directory where they are unpacked.
#
# $KG_CACHE/NAME/         boot/, lib/modules/, usr/src/ and usr/lib/ as packed
# $KG_CACHE/NAME/release     its uname -r $KG_CACHE/NAME/packages    the
# unpacked packages, with versions $KG_CACHE/NAME/tools               link to
# ../tools-SUITE-ARCH: kexec-tools, busybox $KG_CACHE/NAME/qemu           link
# to ../qemu-SUITE, if the machine's is too old
#
# A kernel that is built from source is a link to a directory with the digest of
# its configuration in its name, so that a changed fragment is built again.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

# The release whose QEMU is new enough for each line of the table, and whose
# programs run on machines with an older one.
QEMU_SUITE=bookworm-backports

# The headers name their other half by absolute path.
relocate_headers() {
	find "$1/usr/src" -maxdepth 2 -name Makefile \
		-exec sed -i "s|\([ =]\)/usr/src/|\1$2/usr/src/|" {} +
}

# The same place for all: newer packages have the image beside its modules.
place_image() {
	for modules in "$1"/lib/modules/*/kernel "$1"/usr/lib/modules/*/kernel; do
		[ ! -e "$modules" ] || break
	done
	release=${modules%/kernel}
	release=${release##*/}
	echo "$release" >"$1/release"
	if [ ! -e "$1/lib/modules/$release/kernel" ]; then
		mkdir -p "$1/lib/modules"
		rm -rf "$1/lib/modules/$release"
		ln -s "../../usr/lib/modules/$release" \
			"$1/lib/modules/$release"
	fi
	for image in "$1"/boot/vmlinu[xz]-"$release"; do
		[ ! -e "$image" ] || return 0
	done
	image=$(cd "$1" && ls "usr/lib/modules/$release/vmlinu"[xz]*)
	mkdir -p "$1/boot"
	name=${image##*/}
	ln -s "../$image" "$1/boot/${name%%-*}-$release"
}

fetch_tools() {
	tools=tools-$1-$2
	[ -z "$update" ] && [ -e "$cache/$tools/packages" ] && return
	apt_root "$1" "$2"
	list=$(packages_of \
		'kexec-tools|busybox-static|libc6|libgcc-s1|libxen.*|libyajl2|libuuid1|liblzma5|libzstd1|zlib1g' \
		kexec-tools busybox-static)
	# shellcheck disable=SC2086
	same "$cache/$tools" $list && return
	say "kexec-tools of $1 $2"
	begin "$cache/$tools"
	# shellcheck disable=SC2086
	unpack "$cache/$tools.new" $list
	commit "$cache/$tools"
}

# releases PATTERN: print the kernels that match, the newest first.
releases() {
	apt-cache pkgnames "linux-headers-${1%%\**}" |
		while read -r package; do
			# shellcheck disable=SC2254
			case $package in
			linux-headers-$1) echo "${package#linux-headers-}" ;;
			esac
		done | sort -rV
}

# kernel_choices PACKAGE: print what may be taken, the best first. A pattern, for
# releases with several series, means the newest that matches. Then those before
# it: a mirror that is being updated may name the newest and not have it yet.
kernel_choices() {
	case $1 in
	*\**)	releases "$1" | head -n 3
		return ;;
	esac
	echo "$1"
	series=$(apt-cache depends "linux-headers-$1" |
		sed -n 's/.*Depends: linux-headers-\([0-9]*\.[0-9]*\).*/\1/p')
	[ -z "$series" ] || releases "$series.*-$1" | sed -n '2,3p'
}

# kernel_packages RELEASE: print the packages that make up a kernel. One that is
# not signed yet has no linux-image package.
kernel_packages() {
	if apt-cache pkgnames "linux-image-$1" | grep -qx "linux-image-$1"; then
		echo "linux-image-$1 linux-headers-$1"
	else
		echo "linux-binary-unsigned-$1 linux-modules-$1" \
			"linux-headers-$1"
	fi
}

# fetch_kernel NAME SUITE ARCH PACKAGE: the newest that can be had, or what is
# in the cache.
fetch_kernel() {
	kernel=$cache/$1
	[ -z "$update" ] && [ -e "$kernel/release" ] && return
	apt_root "$2" "$3"
	for choice in $(kernel_choices "$4"); do
		! fetch_release "$1" "$2" "$3" "$choice" || return 0
		say "$1: $choice cannot be had now"
	done
	[ -e "$kernel/release" ] || {
		say "no kernel $4 can be had"
		exit 1
	}
	say "$1: going on with $(cat "$kernel/release")"
}

# fetch_release NAME SUITE ARCH RELEASE: fetch and unpack; the build tools are
# programs for this machine.
fetch_release() {
	apt_root "$2" "$3"
	packages=$(kernel_packages "$4")
	# Packages without a full version only depend on others.
	# shellcheck disable=SC2086
	list=$(packages_of \
		'linux-(image|base|binary|modules|headers)-[0-9]+\.[0-9].*|linux-kbuild-.*' \
		$packages) || return 1
	target_list=$(echo "$list" | grep -v '^linux-kbuild-')
	host_list=$(echo "$list" | grep '^linux-kbuild-')
	# shellcheck disable=SC2086
	same "$kernel" $target_list $host_list && return
	say "$1:" "$(echo "$list" | grep -m1 -E 'linux-(image|binary)')"
	begin "$kernel"
	# shellcheck disable=SC2086
	unpack "$kernel.new" $target_list || return 1
	apt_root "$2" "$host_arch"
	# shellcheck disable=SC2086
	unpack "$kernel.new" $host_list || return 1
	relocate_headers "$kernel.new" "$kernel"
	place_image "$kernel.new"
	commit "$kernel"
}

# fragment_files NAME+NAME...: their paths.
fragment_files() {
	echo "$1" | tr + '\n' |
		sed "s|.*|$here/tests/vm/kernels/configs/&.config|"
}

# settings FILE...: all but comments, which change nothing that is built.
settings() {
	cat "$@" | grep -E '^CONFIG_|^# CONFIG_[A-Z0-9_]* is not set$'
}

# build_kernel NAME SUITE ARCH source:VERSION FRAGMENTS LLVM: build, or find in
# the cache. The build does not hold the cache's lock, only one of its own, so
# that others can use the cache. FRAGMENTS is a list as in config=; LLVM is
# clang's version, or empty for gcc.
build_kernel() {
	fragments=$(fragment_files "$5")
	llvm=$6
	# shellcheck disable=SC2086
	inputs=$({ settings $fragments; printf %s "$llvm"; } | sha256sum |
		cut -c1-12)
	kernel=$cache/$1-$inputs
	if [ -z "$update" ] && [ -e "$kernel/release" ]; then
		ln -sfn "$1-$inputs" "$cache/$1"
		return
	fi
	apt_root "$2" "$3"
	list=$(packages_of 'linux-source-[0-9.]+' "linux-source-${4#source:}")
	if [ ! -e "$kernel/release" ] || ! same "$kernel" "$list"; then
		flock -u 9
		(
			flock 8
			build_from "$kernel" "$3" "$list"
		) 8>"$cache/$1.lock"
		flock 9
	fi
	ln -sfn "$1-$inputs" "$cache/$1"
}

# build_from DIRECTORY ARCH PACKAGE: build in place, because the result contains
# its path.
build_from() {
	[ ! -e "$1/release" ] || ! same "$1" "$3" || return 0
	say "source: $3"
	compiler=
	[ "$2" = "$host_arch" ] || compiler=$2
	[ -z "$llvm" ] || compiler=llvm-$llvm
	# shellcheck disable=SC2086
	"$here/scripts/deps.sh" debug $compiler
	begin "$1.source"
	unpack "$1.source.new" "$3"
	rm -rf "$1"
	mkdir -p "$1"
	# shellcheck disable=SC2086
	env ${llvm:+LLVM="-$llvm"} "$here/scripts/build-kernel.sh" \
		"$(echo "$1.source.new"/usr/src/linux-source-*.tar.*)" \
		"$2" "$1" $fragments >&2
	mv "$1.source.new/packages" "$1/packages"
	rm -rf "$1.source.new"
}

# qemu_is VERSION: whether the machine's QEMU is at least that new.
qemu_is() {
	version=$(qemu-system-x86_64 --version 2>/dev/null |
		sed -n 's/.*version \([0-9.]*\).*/\1/p')
	[ "$(printf '%s\n' "$1" "${version:-0}" | sort -V | head -n 1)" = "$1" ]
}

fetch_qemu() {
	qemu=qemu-$QEMU_SUITE
	[ -z "$update" ] && [ -e "$cache/$qemu/packages" ] && return
	apt_root "$QEMU_SUITE" "$host_arch"
	list=$(packages_of 'qemu-system-(x86|arm|common|data)|seabios|ipxe-qemu' \
		qemu-system-x86 qemu-system-arm)
	# shellcheck disable=SC2086
	same "$cache/$qemu" $list && return
	say "QEMU of $QEMU_SUITE"
	begin "$cache/$qemu"
	# shellcheck disable=SC2086
	unpack "$cache/$qemu.new" $list
	commit "$cache/$qemu"
}

fetch_packages() {
	suite=$1
	shift
	place=$cache/packages-$suite-$(echo "$@" | cksum | tr ' ' -)
	if [ ! -e "$place/packages" ]; then
		apt_root "$suite" "$host_arch"
		say "$* of $suite"
		begin "$place"
		unpack "$place.new" "$@"
		commit "$place"
	fi
	echo "$place"
}

# fetch NAME SUITE ARCH PACKAGE TOOLS BUILD QEMU OPTION...
fetch() {
	fragments=
	llvm=
	for option; do
		case $option in
		config=*)	fragments=${option#config=} ;;
		llvm=*)		llvm=${option#llvm=} ;;
		esac
	done
	fetch_tools "$5" "$3"
	case $4 in
	source:*)	build_kernel "$1" "$2" "$3" "$4" "$fragments" \
				"$llvm" ;;
	*)		fetch_kernel "$1" "$2" "$3" "$4" ;;
	esac
	ln -sfn "../$tools" "$cache/$1/tools"
	if qemu_is "$7"; then
		rm -f "$cache/$1/qemu"
	else
		fetch_qemu
		ln -sfn "../$qemu" "$cache/$1/qemu"
	fi
	echo "$cache/$1"
}

update=
if [ "${1-}" = --qemu ]; then
	lock_cache
	qemu_is "$2" && exit
	fetch_qemu
	echo "$cache/$qemu"
	exit
fi
if [ "${1-}" = --packages ]; then
	suite=$2
	shift 2
	lock_cache
	fetch_packages "$suite" "$@"
	exit
fi
if [ "${1-}" = --update ]; then
	update=yes
	shift
fi
[ $# -gt 0 ] || set -- "$(awk '!/^#/ && NF { print $1; exit }' "$table")"

lock_cache
if [ -n "$update" ]; then
	rm -f "$cache"/apt/*/updated
fi
for name; do
	line=$(kernel_line "$name")
	# shellcheck disable=SC2086
	fetch $line
done
