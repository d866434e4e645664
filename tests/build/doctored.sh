#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The build against kernels that do not exist here: too old, newer than any
# known, without an interface, with another configuration.
#
#	doctored.sh OLDEST 6.1 6.12 NEWEST
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
six_one=$2
six_twelve=$3
newest=$4

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

# declares TEXT FILE: a header of this kernel, in one line, has TEXT.
declares() {
	tr -s ' \t\n' ' ' <"$common/include/linux/$2" | grep -qF "$1" || {
		say "$2 of $headers does not declare: $1"
		exit 1
	}
}

# without_zone: offline_pages() as from 5.15 to 5.17.
without_zone() {
	sed -i '/offline_pages(unsigned long/,/)/s/struct zone \*zone, //' \
		"$common/include/linux/memory_hotplug.h"
	declares "int offline_pages(unsigned long start_pfn, unsigned long nr_pages, struct memory_group *group)" \
		memory_hotplug.h
}

# notifies MEMBERS: struct memory_notify has these, a line each.
notifies() {
	sed -i "/^struct memory_notify {/,/^};/c\\
struct memory_notify {\\
$1\\
};" "$common/include/linux/memory.h"
}
RANGE='unsigned long start_pfn;\
unsigned long nr_pages;'
ALTMAP='unsigned long altmap_start_pfn;\
unsigned long altmap_nr_pages;'
NODES='int status_change_nid_normal;\
int status_change_nid;'

# bits: the notifier's actions as they were before there was an enum.
bits() {
	sed -i '/^enum memory_block_state {/,/^};/c\
#define MEM_ONLINE (1<<0)\
#define MEM_GOING_OFFLINE (1<<1)\
#define MEM_OFFLINE (1<<2)\
#define MEM_GOING_ONLINE (1<<3)\
#define MEM_CANCEL_ONLINE (1<<4)\
#define MEM_CANCEL_OFFLINE (1<<5)\
#define MEM_PREPARE_ONLINE (1<<6)\
#define MEM_FINISH_OFFLINE (1<<7)' "$common/include/linux/memory.h"
	sed -i 's/enum memory_block_state/unsigned long/' \
		"$common/include/linux/memory.h"
}

"$here/scripts/fetch.sh" "$oldest" "$six_one" "$six_twelve" "$newest" >/dev/null

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

# Each interface as the kernels had it that cannot be had here; the rest is that
# of the kernel of the table that is nearest.
copy "$six_one"
version 5 15 0
without_zone
builds "$six_one" "5.15, offline_pages() without a zone: builds"

copy "$six_one"
version 5 17 15
without_zone
builds "$six_one" "5.17, likewise: builds"

copy "$six_one"
version 5 18 0
builds "$six_one" "5.18: builds"

copy "$six_one"
version 5 14 0
el 9 6
notifies "$ALTMAP\\
$RANGE\\
$NODES"
builds "$six_one" "5.14.0 of EL 9.6, memory_notify with an altmap: builds"

copy "$six_twelve"
version 6 8 0
bits
declares "#define MEM_FINISH_OFFLINE (1<<7)" memory.h
builds "$six_twelve" "6.8, and 6.12 of EL 10, altmap and bits: builds"

copy "$newest"
version 6 19 0
notifies "$RANGE\\
int status_change_nid;"
builds "$newest" "6.19, memory_notify without an altmap: builds"

copy "$six_one"
version 5 15 0
sed -i '/offline_pages(unsigned long/,/)/s/struct zone \*zone,/int zone,/' \
	"$common/include/linux/memory_hotplug.h"
refused "$six_one" "5.15, offline_pages() of no known form" \
	"offline_pages[()]* of this kernel is not one that kexecguard knows"

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
without CONFIG_X86_64
refused "$newest" "another architecture" \
	"kexecguard has not been ported to this architecture"

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
