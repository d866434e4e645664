#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The module is clean under -Wall -Wextra, W=1 and sparse:
#
#	warnings.sh NAME...
#
# with the headers of each kernel NAME of tests/vm/kernels/table. One line a
# kernel.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tests/build/lib.sh
. "$here/tests/build/lib.sh"

cd "$here"
work=build/compat
mkdir -p $work

# The headers of newer Debian kernels lack the script that decides whether
# sparse will do, hence KBUILD_CHECKSRC. C=2 also checks what is not compiled
# again. Findings of sparse do not make make fail.
build() {
	copy_module "$work/$1"
	"$here/scripts/kmake.sh" "$1" M="$here/$work/$1" W=1 C=2 \
		KBUILD_CHECKSRC=2 CHECK="$2" KCFLAGS=-Werror modules \
		>"$work/$1.log" 2>&1 || echo "make failed, see $work/$1.log"
	sed "s|^$here/$work/$1/||" "$work/$1.log" | grep -E \
		'^(module|uapi|kexecguard)[^ ]*: (warning|error):|modpost: ' || :
	checked=$(grep -c '^  CHECK .*\.c$' "$work/$1.log" || :)
	compiled=$(find "$work/$1/module" -name '*.o' ! -name '.*' | wc -l)
	[ "$checked" -ge "$compiled" ] ||
		echo "sparse saw $checked files of $compiled"
}

for name; do
	"$here/scripts/fetch.sh" "$name" >/dev/null
	sparse=$(sparse_for "$name")
	build "$name" "$sparse" >"$work/$name.findings"
	verdict "$name, W=1 and sparse" "$work/$name.findings"
done
exit $failed
