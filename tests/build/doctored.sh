#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The build against kernels that do not exist here: too old, newer than any
# known, without an interface, with another configuration.
#
#	doctored.sh OLDEST NEWEST
#
# Each is a copy of the headers of a kernel of tests/vm/kernels/table with one
# change. Prints one line a kernel.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tests/build/lib.sh
. "$here/tests/build/lib.sh"

cd "$here"
work=$here/build/compat/doctored
oldest=$1
newest=$2

# copy NAME: link its headers; sed -i replaces a link by a file.
copy() {
	rm -rf "$work"
	mkdir -p "$work/usr"
	cp -rs "$cache/$1/usr/src" "$work/usr/src"
	headers=$work/usr/src/linux-headers-$(cat "$cache/$1/release")
	common=$(echo "$work"/usr/src/linux-headers-*-common)
	sed -i "s|$cache/$1/|$work/|" "$headers/Makefile"
}

# version A B C
version() {
	sed -i "/LINUX_VERSION_CODE/s/[0-9]*\$/$((($1 << 16) + ($2 << 8) + $3))/" \
		"$headers/include/generated/uapi/linux/version.h"
}

# el MAJOR MINOR: make it a kernel of Red Hat's; call it after version.
el() {
	cat >>"$headers/include/generated/uapi/linux/version.h" <<EOF
#define RHEL_RELEASE_VERSION(a, b) (((a) << 8) + (b))
#define RHEL_RELEASE_CODE $((($1 << 8) + $2))
EOF
}

# without OPTION...: unset options of the kernel's configuration.
without() {
	for option; do
		sed -i "/^#define $option 1\$/d" \
			"$headers/include/generated/autoconf.h"
		sed -i "/^$option=/d" "$headers/include/config/auto.conf"
	done
}

build() {
	copy_module "$work/tree"
	KG_HEADERS=$headers "$here/scripts/kmake.sh" "$1" M="$work/tree" W=1 \
		KCFLAGS=-Werror modules >"$work/log" 2>&1
}

# builds KERNEL DESCRIPTION
builds() {
	: >"$work/findings"
	build "$1" || tail -n 12 "$work/log" >"$work/findings"
	verdict "$2" "$work/findings"
}

# refused KERNEL DESCRIPTION EXPRESSION: make fails with that message.
refused() {
	: >"$work/findings"
	if build "$1"; then
		echo "it was built" >"$work/findings"
	elif ! grep -qE "$3" "$work/log"; then
		tail -n 12 "$work/log" >"$work/findings"
	fi
	verdict "$2: \"$(grep -oE "$3" "$work/log" | head -n 1)\"" \
		"$work/findings"
}

"$here/scripts/fetch.sh" "$oldest" "$newest" >/dev/null

copy "$oldest"
version 5 10 177
refused "$oldest" "5.10.177 is refused" \
	"kexecguard needs Linux 5.10.178 or later"

copy "$oldest"
version 5 14 21
refused "$oldest" "5.14.21 is refused" \
	"kexecguard does not support Linux 5.11 to 5.14"

copy "$oldest"
version 5 14 0
el 9 1
refused "$oldest" "5.14.0 of EL 9.1 is refused" \
	"kexecguard needs EL 9.2 or later"

copy "$oldest"
version 5 14 0
el 9 6
builds "$oldest" "5.14.0 of EL 9.6: builds"

copy "$oldest"
version 5 15 0
builds "$oldest" "5.15: builds"

copy "$newest"
version 7 9 0
builds "$newest" "7.9, all interfaces as they were: builds"

copy "$newest"
version 7 9 0
sed -i 's/\(int machine_kexec_prepare(struct kimage \*image\))/\1, int how)/' \
	"$common/include/linux/kexec.h"
refused "$newest" "7.9, a hooked function has another argument" \
	"machine_kexec_prepare[()]* of this kernel is not one that kexecguard knows"

copy "$newest"
version 7 9 0
sed -i '/^struct memory_notify {/,/^}/s/start_pfn/first_pfn/' \
	"$common/include/linux/memory.h"
refused "$newest" "7.9, a member of a structure is renamed" \
	"memory_notify.* has no member named .start_pfn"

copy "$newest"
version 7 9 0
sed -i '/\tregister_memory_notifier\t/d' "$headers/Module.symvers"
refused "$newest" "7.9, a function is not exported any more" \
	"modpost: .*register_memory_notifier.* undefined"

copy "$newest"
without CONFIG_KEXEC
builds "$newest" "without KEXEC: builds"

copy "$newest"
without CONFIG_KEXEC_FILE
builds "$newest" "without KEXEC_FILE: builds"

copy "$newest"
without CONFIG_MEMORY_HOTREMOVE
builds "$newest" "without MEMORY_HOTREMOVE: builds"

copy "$newest"
without CONFIG_KEXEC CONFIG_KEXEC_FILE CONFIG_KEXEC_CORE
refused "$newest" "without any kexec" \
	"kexecguard needs a kernel with CONFIG_KEXEC or CONFIG_KEXEC_FILE"

copy "$newest"
without CONFIG_KPROBES
refused "$newest" "without KPROBES" \
	"kexecguard needs a kernel with CONFIG_KPROBES"

copy "$newest"
without CONFIG_HAVE_STATIC_CALL CONFIG_HAVE_STATIC_CALL_INLINE
sed -i '$a #define CONFIG_CFI 1' "$headers/include/generated/autoconf.h"
refused "$newest" "kCFI where static calls are indirect, as on arm64" \
	"kexecguard needs static calls on a kernel with CONFIG_CFI"
exit $failed
