#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Search all orders of what hotplug, loaders, executions and the guard can do,
# with the real module/guard.c: check.sh [SCENARIO...]. Exit status 1 if a
# promise breaks, or if the world names a function that is gone.
set -eu
cd "$(dirname "$0")/../.."
out=${O:-$PWD/build}/model

# "f() in module/x.c" in a comment of the world.
names() {
	sed -n 's|.*/\* \(.*() in module/[a-z/]*\.c\).*|\1|p' \
		tests/model/world.c | while read -r function _ file; do
		grep -qE "^[a-z].*[ *]${function%()}\(" "$file" ||
			echo "model: no $function in $file"
	done
}

missing=$(names)
if [ -n "$missing" ]; then
	echo "$missing"
	exit 1
fi
rm -rf "$out"
mkdir -p "$out"
tests/model/build "$out"
exec "$out/search" "$@"
