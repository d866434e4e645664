#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Build the packages on a release, in a system that is then thrown away:
#
#	packages.sh RELEASE DIRECTORY
#
# DIRECTORY/*.deb		the packages
# DIRECTORY/previous/*.deb	the same with a lower version, to upgrade from
# DIRECTORY/key			the digest of what they were built from
#
# Built again only if that has changed. Needs root, or unprivileged user
# namespaces.
set -eu

here=$(cd "$(dirname "$0")/../../.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

PACKAGES=build-essential,debhelper,dh-python,fakeroot,python3,libjson-c-dev,libkmod-dev
PACKAGES=$PACKAGES,libsmartcols-dev,pkg-config
PREVIOUS=0.0.9

suite=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
case $suite in
bookworm)	PACKAGES=$PACKAGES,systemd ;;
*)		PACKAGES=$PACKAGES,systemd-dev ;;
esac

cd "$here"
git ls-files -z --cached --others --exclude-standard -- . ':!tests' |
	sort -z | xargs -0 sh -c 'for file; do
		[ ! -e "$file" ] || printf "%s\0" "$file"; done' sh >"$out/files"
key=$(xargs -0 sha256sum <"$out/files" | sha256sum)
[ "$key" != "$(cat "$out/key" 2>/dev/null)" ] || exit 0

find_mirrors
say "building the packages on $suite"
rm -rf "$out"/*.deb "$out/previous" "$out/key"
tar -c --null -T "$out/files" -f "$out/tree.tar"
# shellcheck disable=SC2016
sources "$suite" | mmdebstrap --quiet --variant=minbase \
	--include="$PACKAGES" --aptopt="$EXPIRES" \
	--aptopt='APT::Install-Recommends "false"' \
	--customize-hook='mkdir "$1/tree"' \
	--customize-hook="tar-in $out/tree.tar /tree" \
	--customize-hook="chroot \"\$1\" sh -ec 'cd /tree
		scripts/deb.sh build/deb
		scripts/deb.sh --version $PREVIOUS build/deb/previous
		rm build/deb/files build/deb/previous/files
		rm build/deb/key build/deb/previous/key'" \
	--customize-hook="sync-out /tree/build/deb $out" \
	"$suite" /dev/null -
rm "$out/tree.tar"
echo "$key" >"$out/key"
