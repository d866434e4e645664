#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build the Debian packages into DIRECTORY/, from a copy of the tree as it is:
#
#	deb.sh DIRECTORY
#
# A tree that has not changed since is not built again.
set -eu

# What was said to the make that calls this is not meant for the packages'.
unset MAKEFLAGS MAKEOVERRIDES MFLAGS O

here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$here"

version=$(dpkg-parsechangelog -S Version)
if [ "$version" != "$(cat VERSION)" ]; then
	echo "deb: VERSION and debian/changelog disagree on the version" >&2
	exit 1
fi

# A tarball of a release has no list of its files, and nothing else in it.
files() {
	git ls-files -z --cached --others --exclude-standard 2>/dev/null ||
		find . -type f -not -path './build/*' -print0
}

files | sort -z | xargs -0 sh -c 'for file; do
	[ ! -e "$file" ] || printf "%s\0" "$file"; done' sh >"$out/files"
key=$(xargs -0 sha256sum <"$out/files" | sha256sum)
if [ "$key" = "$(cat "$out/key" 2>/dev/null)" ]; then
	exit 0
fi

rm -rf "$out"/kexecguard-* "$out"/*.deb "$out"/*.buildinfo "$out"/*.changes
mkdir "$out/kexecguard-$version"
tar -c --null -T "$out/files" | tar -x -C "$out/kexecguard-$version"
cd "$out/kexecguard-$version"
if ! dpkg-buildpackage -b -us -uc >"$out/log" 2>&1; then
	tail -n 40 "$out/log" >&2
	echo "deb: failed; all of it is in $out/log" >&2
	exit 1
fi
rm -rf "$out/kexecguard-$version"
echo "$key" >"$out/key"
