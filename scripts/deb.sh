#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build the Debian packages into DIRECTORY/, from a copy of the tree as it is:
#
#	deb.sh [--lint] [--version VERSION] DIRECTORY
#
# A tree that has not changed since is not built again; tests/ does not count.
# --lint runs lintian on the packages. --version calls them by another version,
# for a test of an upgrade.
set -eu

# The flags of the calling make are not for the packages' build.
unset MAKEFLAGS MAKEOVERRIDES MFLAGS O

lint() {
	lintian --allow-root --info --fail-on error,warning "$out"/*.changes
}

is_linted=
as=
while [ $# -gt 1 ]; do
	case $1 in
	--lint)		is_linted=yes ;;
	--version)	as=$2
			shift ;;
	*)		echo "deb: unknown option $1" >&2
			exit 2 ;;
	esac
	shift
done
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
	git ls-files -z --cached --others --exclude-standard \
		-- . ':!tests' 2>/dev/null ||
		find . -type f -not -path './build/*' -not -path './tests/*' \
			-print0
}

files | sort -z | xargs -0 sh -c 'for file; do
	[ ! -e "$file" ] || printf "%s\0" "$file"; done' sh >"$out/files"
key=$(xargs -0 sha256sum <"$out/files" | sha256sum)

build() {
	rm -rf "$out"/kexecguard-* "$out"/*.deb "$out"/*.buildinfo \
		"$out"/*.changes
	mkdir "$out/kexecguard-$version"
	tar -c --null -T "$out/files" | tar -x -C "$out/kexecguard-$version"
	[ -z "$as" ] || (
		cd "$out/kexecguard-$version"
		echo "$as" >VERSION
		sed -i "1s/(.*)/($as)/" debian/changelog
	)
	if ! (cd "$out/kexecguard-$version" &&
		dpkg-buildpackage -b -us -uc >"$out/log" 2>&1); then
		tail -n 40 "$out/log" >&2
		echo "deb: the build failed, see $out/log" >&2
		exit 1
	fi
	rm -rf "$out/kexecguard-$version"
	echo "$key" >"$out/key"
}

[ "$key" = "$(cat "$out/key" 2>/dev/null)" ] || build
[ -z "$is_linted" ] || lint
