#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetch the kernel's own tests of kexec and memory hotplug for a kernel of
# tests/vm/kernels/table, from the source package of its release, and the
# programs that they call:
#
#	kselftest.sh NAME
#
# Prints $KG_CACHE/kselftest-SUITE-VERSION, where they are unpacked.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

PROGRAMS="bash-static attr pesign"
LIBRARIES="libattr1|libc6|libefivar1|libnspr4|libnss3|libpopt0|libsqlite3-0"
LIBRARIES="$LIBRARIES|libuuid1|zlib1g"

# shellcheck disable=SC2046
set -- $(kernel_line "$1")
version=${1%%-*}
case $4 in
source:*)	version=${4#source:} ;;
esac
directory=$cache/kselftest-$2-$version
lock_cache
if [ ! -e "$directory/packages" ]; then
	apt_root "$2" "$3"
	# shellcheck disable=SC2086
	list=$(packages_of \
		"linux-source-[0-9.]+|$(echo $PROGRAMS | tr ' ' '|')|$LIBRARIES" \
		"linux-source-$version" $PROGRAMS)
	say "the tests of linux-source-$version"
	begin "$directory"
	# shellcheck disable=SC2086
	unpack "$directory.new" $list
	tar -x -C "$directory.new" --strip-components=1 --wildcards \
		-f "$(echo "$directory.new"/usr/src/linux-source-*.tar.*)" \
		'*/tools/testing/selftests/kexec' \
		'*/tools/testing/selftests/memory-hotplug'
	rm -r "$directory.new"/usr/src
	commit "$directory"
fi
echo "$directory"
