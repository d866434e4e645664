#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetch from Debian what the benchmarks compare with: fetch.sh [--update]
#
# Prints the directory: root/ has lsmem and udev for the guest, source/ the
# source of kexec-tools.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

SUITE=bookworm
PEERS='util-linux|udev|coreutils|libattr1|libgmp10|libsmartcols1|libudev1|libacl1|libblkid1|libcap2|libkmod2|libselinux1|libpcre2-8-0|libc6|libgcc-s1|liblzma5|libzstd1|libssl3|libmount1|libtinfo6'

# The lists of sources are kept apart, so that neither update removes the
# others'.
fetch_source() {
	sed 's/^deb /deb-src /' "$root/sources.list" >"$root/source.list"
	mkdir -p "$root/source-lists/partial" "$1"
	set -- "$1" -o "Dir::Etc::sourcelist=$root/source.list" \
		-o "Dir::State::lists=$root/source-lists" -qq
	directory=$1
	shift
	(
		cd "$directory"
		apt-get "$@" update >&2
		apt-get "$@" source kexec-tools >&2
	)
}

lock_cache
peers=$cache/bench-$SUITE-$host_arch
if [ "${1-}" = --update ] || [ ! -e "$peers/root/packages" ]; then
	apt_root "$SUITE" "$host_arch"
	begin "$peers"
	# shellcheck disable=SC2046
	unpack "$peers.new/root" $(packages_of "$PEERS" util-linux udev \
		coreutils)
	fetch_source "$peers.new/source"
	commit "$peers"
fi
echo "$peers"
