#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build a kernel from Debian's source package and configuration fragments:
#
#	build-kernel.sh TARBALL ARCH DIRECTORY FRAGMENT...
#
# ARCH is Debian's name. If fragments contradict each other, the last one
# counts. $LLVM is passed to the kernel's makefiles: -19 builds with clang-19
# and its linker. DIRECTORY gets what a binary package has: boot/, lib/modules/
# and, under usr/src/, the trees to build modules against, stripped to what that
# needs. The trees name each other by absolute path: do not move them.
# DIRECTORY/release is written last. Prints its progress.
set -eu

usage() {
	echo "usage: ${0##*/} TARBALL amd64|arm64 DIRECTORY FRAGMENT..." >&2
	exit 2
}

[ $# -ge 4 ] || usage
tarball=$1
target=$3
# Some architectures have two names in the kernel: of the code and of ARCH=.
case $2 in
amd64)
	code=x86
	export ARCH=x86_64
	compiler=x86_64-linux-gnu-
	image=bzImage ;;
arm64)
	code=arm64
	export ARCH=arm64
	compiler=aarch64-linux-gnu-
	image=Image ;;
*)
	usage ;;
esac
[ "$2" = "$(dpkg --print-architecture)" ] || export CROSS_COMPILE="$compiler"
shift 3
source=$target/usr/src/source
tree=$target/usr/src/tree
log=$target/build.log

say() {
	echo "build-kernel: $*" >&2
}

# counted WHAT COMMAND...: print a line of progress every hundred steps.
counted() {
	what=$1
	shift
	steps=0
	began=$(date +%s)
	{ "$@" 2>&1 && echo "build-kernel done"; } | tee -a "$log" |
		while read -r _; do
			steps=$((steps + 1))
			[ $((steps % 100)) -ne 0 ] ||
				say "$what: $steps steps," \
					"$(($(date +%s) - began)) s"
		done
	[ "$(tail -n 1 "$log")" = "build-kernel done" ] || {
		say "$what failed:"
		grep -E 'error|Error' "$log" >&2 || tail -n 20 "$log" >&2
		exit 1
	}
}

unpack() {
	mkdir -p "$source" "$tree"
	tar -xf "$tarball" -C "$source" --strip-components 1
}

# Each wish must be granted, or a detector could be missing unnoticed. "is not
# set" counts as a wish with an empty value.
configure() {
	(cd "$source" && scripts/kconfig/merge_config.sh -n -O "$tree" "$@") \
		>>"$log" 2>&1
	# shellcheck disable=SC2013
	for wish in $(awk '/^CONFIG_/ { sub("=", " ") }
		/^# CONFIG_.* is not set$/ { $0 = $2 }
		/^CONFIG_/ { wish[$1] = substr($0, length($1) + 2) }
		END { for (option in wish) print option "=" wish[option] }' \
		"$@"); do
		if [ -z "${wish#*=}" ]; then
			! grep -q "^$wish" "$tree/.config"
		else
			grep -qxF "$wish" "$tree/.config"
		fi || {
			say "$wish did not make it into the configuration"
			exit 1
		}
	done
}

build() {
	counted "kernel" make -C "$tree" -j"$(nproc)" "$image"
	counted "modules" make -C "$tree" -j"$(nproc)" modules
}

install_kernel() {
	release=$(make -s -C "$tree" kernelrelease)
	mkdir -p "$target/boot"
	cp "$tree/arch/$code/boot/$image" "$target/boot/vmlinuz-$release"
	cp "$tree/System.map" "$target/boot/System.map-$release"
	cp "$tree/.config" "$target/boot/config-$release"
	make -s -C "$tree" modules_install INSTALL_MOD_PATH="$target" \
		>>"$log" 2>&1
	rm -f "$target/lib/modules/$release/build" \
		"$target/lib/modules/$release/source"
	ln -s tree "$target/usr/src/linux-headers-$release"
}

# Modules need the headers, makefiles and built tools.
strip_trees() {
	find "$source" -mindepth 1 -maxdepth 1 ! -name arch ! -name include \
		! -name scripts ! -name tools ! -name Makefile ! -name Kbuild \
		-exec rm -rf {} +
	find "$source/arch" -mindepth 1 -maxdepth 1 ! -name "$code" \
		-exec rm -rf {} +
	find "$source/arch" "$source/tools" -type f ! -name '*.h' \
		! -name 'Makefile*' ! -name 'Kbuild*' ! -path '*/entry/*' -delete
	find "$tree" -type f \( -name '*.o' -o -name '*.a' -o -name '*.cmd' \
		-o -name '*.d' -o -name 'vmlinux*' -o -name '*.ko' \) \
		! -path '*/scripts/*' -delete
}

say "building from $(basename "$tarball"), some minutes"
unpack
configure "$@"
build
install_kernel
strip_trees
echo "$release" >"$target/release"
