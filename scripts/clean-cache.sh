#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Remove the cache of kernels, tools and package lists, and print its size.
# Other files in that directory stay.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

[ -d "$cache" ] || exit 0
lock_cache
say "$(du -sh "$cache" | cut -f1) in $cache"
for entry in apt 'tools-*' 'qemu-*' 'chroot-*' 'system-*' \
	'virt-firmware-*'; do
	# shellcheck disable=SC2086
	rm -rf "${cache:?}"/$entry
done
awk '!/^#/ && NF { print $1 }' "$table" | while read -r name; do
	rm -rf "${cache:?}/$name" "$cache/$name".* "$cache/$name"-*
done
rm -f "$cache/lock"
rmdir "$cache" 2>/dev/null || say "other files are left in $cache"
