#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The library's interface: check-api.sh BUILD. Header, symbol map and shared
# object have the same functions; each is documented; the header is valid C99
# and C++; the library depends on the C library alone; the tool does not use the
# kernel's ABI.
set -eu

cd "$(dirname "$0")/../.."
build=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

fail() {
	echo "check-api: $*" >&2
	failed=1
}

same() {
	diff -u "$out/$1" "$out/$2" >&2 || fail "$1 and $2 differ"
}

# The type of a declaration may be on a line of its own.
tr '\n' ' ' < lib/kguard.h | sed 's:/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/::g' |
	grep -o 'kguard_[a-z0-9_]*(' | tr -d '(' | sort -u > "$out/header"
sed -n 's/^\t\(kguard_[a-z0-9_]*\);$/\1/p' lib/libkguard.map |
	sort > "$out/map"
nm -D --defined-only --with-symbol-versions "$build/libkguard.so.1" |
	sed -n 's/.* T \(.*\)@@KGUARD_[0-9]*$/\1/p' | sort > "$out/shared"
sed -n 's:^ \* \(kguard_[a-z0-9_]*\)() - .*:\1:p' lib/kguard.h |
	sort > "$out/documented"
same header map
same map shared
same header documented

# Nothing else is exported.
nm -D --defined-only "$build/libkguard.so.1" |
	grep -v -e ' T kguard_' -e ' A KGUARD_' && fail "stray exports"

# The library needs the C library and nothing else.
objdump -p "$build/libkguard.so.1" | grep NEEDED | grep -v 'libc\.so' &&
	fail "the library needs another one"

# What the tool opens at run time is announced to packaging tools.
objcopy -O binary --only-section=.note.dlopen --set-section-flags \
	.note.dlopen=alloc "$build/kexecguardctl" "$out/note"
grep -aq '"soname":\["libkmod\.so\.2"\]' "$out/note" ||
	fail "the tool does not announce libkmod"
readelf -SW "$build/kexecguardctl" | grep -q '\.note\.dlopen  *NOTE' ||
	fail "the announcement is not a note"

for language in '-x c -std=c99' '-x c -std=c11' '-x c++ -std=c++11'; do
	# shellcheck disable=SC2086
	echo '#include <kguard.h>' | clang $language -pedantic -Wall -Wextra \
		-Werror -fsyntax-only -Ilib -Iuapi - || fail "kguard.h: $language"
done

grep -rn -e 'linux/kexecguard\.h' -e 'internal\.h' -e KEXECGUARD_IOC cli/ &&
	fail "the tool bypasses kguard.h"

# The kernel's own checker, if a kernel's headers are installed.
kernel_doc=$(find /usr/lib/linux-kbuild-*/scripts /usr/src/*/scripts \
	-name kernel-doc 2>/dev/null | head -n 1)
if [ -n "$kernel_doc" ]; then
	"$kernel_doc" -none lib/*.[ch] lib/*/*.[ch] \
		cli/*.[ch] cli/*/*.[ch] 2> "$out/doc" || true
	grep -e warning -e error "$out/doc" >&2 && fail "kernel-doc"
else
	echo "check-api: kernel-doc is not here, its check is skipped"
fi

[ $failed = 0 ] && echo "check-api: $(wc -l < "$out/header") functions, all exported, documented and versioned"
exit $failed
