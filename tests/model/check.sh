#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Search all orders of what hotplug, loaders, executions and the guard can do,
# with the real module/guard.c, and of what writes and reads events, with the
# real module/event.c: check.sh [SCENARIO...], those of the guard. Exit status 1
# if a promise breaks, or if a model names a function that is gone.
set -eu
cd "$(dirname "$0")/../.."
out=${O:-$PWD/build}/model

# "f() in module/x.c" in a comment of the world.
names() {
	sed -n 's|.*/\* \(.*() in module/[a-z/]*\.c\).*|\1|p' \
		tests/model/world.c tests/model/ring.c | while read -r function _ file; do
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
[ $# -gt 0 ] || "$out/ring"
exec "$out/search" "$@"
