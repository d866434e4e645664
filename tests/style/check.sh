#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the compiler does not enforce: purity, layers, licence lines, and lint.
# One line a check; on failure the places, and exit status 1. A check that has
# nothing to run with says "skipped" and why.
set -u
cd "$(dirname "$0")/../.." || exit 2

PURE='portable span map window explain names policy resource'
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

# Also files that are not added yet; not what was captured or bred elsewhere.
git ls-files --cached --others --exclude-standard | sort -u >"$work/all" ||
	exit 2
while read -r file; do
	[ -f "$file" ] && echo "$file"
done <"$work/all" | grep -v -e '^LICENSES/' -e '^tests/fuzz/corpus/' \
	-e '^tests/golden/.*/' -e '\.svg$' >"$work/files"

listed() {
	grep -E "$1" "$work/files"
}

# Prints "file:line: header" for each #include in the files named on stdin.
includes() {
	xargs -r awk '/^[ \t]*#[ \t]*include/ {
		print FILENAME ":" FNR ": " $0 }' /dev/null |
		sed 's/#[ \t]*include[ \t]*//'
}

# A pure object needs nothing but pure objects before it in the list: no other
# undefined symbol, no floating point, no recursion, no large frame.
purity() {
	: >"$work/pure"
	for name in $PURE; do
		file=core/$name.c
		[ -f "$file" ] || continue
		for cc in gcc clang; do
			command -v $cc >/dev/null || continue
			pure_object "$cc" "$file" "$work/$name.$cc.o"
		done
		recursion "$file"
	done
}

pure_object() {
	$1 -std=gnu11 -O2 -ffreestanding -mgeneral-regs-only -Wall -Wextra \
		-Wpedantic -Wstrict-prototypes -Wmissing-prototypes \
		-Wframe-larger-than=512 -Werror -fno-inline -Iuapi -c \
		-o "$3" "$2" \
		2>&1 | sed "s|^|$1: |"
	[ -f "$3" ] || return
	nm -u "$3" | sed 's/^ *U *//' | grep -vxFf "$work/pure" |
		sed "s|^|$2: $1: undefined: |"
	nm --defined-only -g "$3" | awk '{ print $3 }' >>"$work/pure"
}

# Calls of a function by itself, or around a circle, which tsort finds. A call
# of a global function is a relocation, one of a static function names it.
recursion() {
	gcc -std=gnu11 -O1 -fno-inline -fno-optimize-sibling-calls -Iuapi -c \
		-o "$work/calls.o" "$1" 2>&1
	objdump -dr --no-show-raw-insn "$work/calls.o" | awk '
		/^[0-9a-f]+ <.*>:$/ { from = $2; gsub(/[<>:]/, "", from) }
		/(call|jmp|bl|b) .*<[^+]*>$/ { to = $NF; gsub(/[<>]/, "", to)
			print from, to }
		/R_(X86_64_(PLT|PC)32|AARCH64_(CALL|JUMP)26)/ { to = $NF
			sub(/[-+]0x[0-9a-f]+$/, "", to)
			print from, to }' >"$work/calls"
	awk -v file="$1" '$1 == $2 { print file ": " $1 " calls itself" }' \
		"$work/calls"
	awk '$1 != $2' "$work/calls" | tsort 2>&1 >/dev/null |
		sed "s|^|$1: recursion: |"
}

layers() {
	# Pure files see pure files and the ABI's constants; portable.h alone
	# sees the system.
	allowed=$(echo "$PURE" | sed 's/ /|/g')
	for name in $PURE; do
		ls core/"$name".[ch] 2>/dev/null
	done | includes | grep -Ev \
		"^core/portable.h|\"($allowed)\.h\"$| <linux/kexecguard\.h>$" |
		sed 's/$/ in a pure file/'

	tests/style/layers

	listed '\.[ch]$' | grep -Ev '^(core|module|lib|tests)/' | includes |
		grep -E ' <linux/kexecguard\.h>' | sed 's/$/ is not for this file/'

	# The ABI's constants are for all of the module, its structs are not.
	listed '^(core|module)/.*\.[ch]$' | grep -vx module/chardev.c |
		xargs -r grep -nE 'struct kexecguard_' /dev/null |
		sed 's/$/: ABI structs are for module\/chardev.c/'

	listed '^(core|module|lib|cli)/' | grep -v '^module/compat\.' |
		xargs -r grep -nE 'LINUX_VERSION_CODE|\bKERNEL_VERSION\b' \
		/dev/null | sed 's/$/: only compat may look at versions/'
}

# The oldest kernel is stated where dkms, the compiler and people look.
floors() {
	floor=$(sed -n 's/^#if LINUX_VERSION_CODE < KERNEL_VERSION(\(5.*\))$/\1/p' \
		module/compat.h | sed 's/, */./g')
	says module/compat.h "needs Linux $floor or later"
	says dkms.conf "BUILD_EXCLUSIVE_KERNEL_MIN=\"${floor%.*}\""
	says docs/kernels.md "for Linux $floor and later"
	for gap in module/compat.h docs/kernels.md dkms.conf; do
		says $gap "5.11 to 5.14"
	done
	oldest=$(awk '!/^#/ && NF { print $1 }' tests/vm/kernels/table |
		sort -V | head -n 1)
	[ "${oldest%%-*}" = "${floor%.*}" ] ||
		echo "tests/vm/kernels/table: the oldest is $oldest, the floor $floor"
}

# The version is VERSION; packages and their logs have to repeat it.
versions() {
	version=$(cat VERSION)
	says debian/changelog "kexecguard ($version)"
	says dist/rpm/kexecguard.spec "Version: $version"
	says NEWS "kexecguard $version"
}

says() {
	grep -qF "$2" "$1" || echo "$1: does not say '$2'"
}

# The licence that belongs to a file, by its place.
licences() {
	both='GPL-2.0-only OR LGPL-2.1-or-later'
	while read -r file; do
		case $file in
		uapi/*) want='GPL-2.0-only WITH Linux-syscall-note' ;;
		lib/Makefile) want='GPL-2.0-or-later' ;;
		lib/* | dist/man/*.3) want=$both ;;
		module/* | Kbuild | dkms.conf | tests/vm/guest/module/*.[ch])
			want='GPL-2.0-only' ;;
		LICENSE | NEWS | VERSION | .reuse/dep5 | debian/copyright | \
			debian/changelog | debian/source/format) continue ;;
		*) want='GPL-2.0-or-later' ;;
		esac
		if echo "$file" | grep -qE "^core/"; then
			want=$both
		fi
		echo "$want	$file"
	done <"$work/files" >"$work/licences"

	# In the first line, or in the second below the interpreter.
	awk -F '\t' '{
		found = ""
		for (nr = 1; nr <= 2 && (getline line < $2) > 0; nr++)
			if (line ~ /SPDX-License-Identifier: / && found == "")
				found = line
		close($2)
		sub(/.*SPDX-License-Identifier: */, "", found)
		# The end of a comment, or of a string in JSON.
		sub(/ *(\*\/|-->|",)?$/, "", found)
		if (found == "")
			print $2 ":1: no SPDX line"
		else if (found != $1)
			print $2 ":1: is \"" found "\", should be \"" $1 "\""
	}' "$work/licences"
}

whitespace() {
	grep -v '^tests/vm/mutants/' "$work/files" |
		xargs -r grep -nIE '[[:space:]]+$' /dev/null |
		sed 's/:[^:]*$/: trailing white space/'
	while read -r file; do
		[ -s "$file" ] || continue
		[ -z "$(tail -c 1 "$file" | tr -d '\n')" ] ||
			echo "$file: no newline at the end"
	done <"$work/files"
}

# Fragments without an interpreter line are sourced, and the guest's scripts
# source each other: what they use is set elsewhere, and the other way round. The
# guest's shell is busybox, which older versions of the tool do not know by name.
shell() {
	quiet='SC1090,SC1091,SC1103'
	xargs -r grep -lE '^#! */.*sh( |$)' <"$work/files" |
		grep -v '^tests/vm/guest/' >"$work/scripts"
	xargs -r shellcheck -x -f gcc -S warning -e $quiet <"$work/scripts"
	listed '\.sh$|^tests/vm/guest/init$' | grep -vxFf "$work/scripts" |
		xargs -r shellcheck -f gcc -s sh -S warning \
		-e $quiet,SC2034,SC2154
}

manuals() {
	listed '^dist/man/.*\.[1-9](\.in)?$' | while read -r page; do
		groff -mandoc -Tutf8 -ww -W break -z "$page" 2>&1
	done
}

# What is broken on purpose is still there to be broken.
mutants() {
	tests/vm/mutate --places
}

# What the documents name exists.
documents() {
	tests/style/docs.py
}

# Each program by itself: they have the same names in different folders.
python() {
	xargs -r grep -lE '^#!.*python3$' <"$work/files" >"$work/programs"
	MYPYPATH=tests/vm:tests/bench:lib/python
	export MYPYPATH
	echo "-p harness -p measure -p kguard" | cat - "$work/programs" |
		while read -r program; do
			# shellcheck disable=SC2086
			mypy --strict --no-error-summary \
				--cache-dir "$out/mypy" $program
		done | sort -u
}

unused() {
	{
		listed '\.py$'
		xargs -r grep -lE '^#!.*python3$' <"$work/files"
	} | xargs -r pyflakes3
}

# Not words: ACPI names, man page macros, an enum's prefix, split words in tests.
spelling() {
	grep -v '^LICENSE$' "$work/files" | xargs -r codespell \
		-L statics,asymmetri,nd,fo,whats,addd 2>&1
}

# The kernel's coding style, by the kernel's own tool. What it is not asked:
# advice that holds in the kernel alone (most of the C here runs in user space),
# and what it takes for a mistake in a macro that stands for an initializer, an
# item or a list.
NOT_ASKED='ARRAY_SIZE,ENOSYS,STRCPY,USE_NEGATIVE_ERRNO,SYMBOLIC_PERMS,VOLATILE'
NOT_ASKED="$NOT_ASKED,PREFER_DEFINED_ATTRIBUTE_MACRO,NAKED_SSCANF,SPLIT_STRING"
NOT_ASKED="$NOT_ASKED,EMBEDDED_FUNCTION_NAME,LINUX_VERSION_CODE,AVOID_EXTERNS"
NOT_ASKED="$NOT_ASKED,COMPLEX_MACRO,MACRO_WITH_FLOW_CONTROL,MACRO_ARG_UNUSED"
NOT_ASKED="$NOT_ASKED,MULTISTATEMENT_MACRO_USE_DO_WHILE,TRAILING_SEMICOLON"
NOT_ASKED="$NOT_ASKED,CONSTANT_COMPARISON,LEADING_SPACE,BRACKET_SPACE,OPEN_BRACE"
NOT_ASKED="$NOT_ASKED,STATIC_CONST_CHAR_ARRAY,QUOTED_WHITESPACE_BEFORE_NEWLINE"
NOT_ASKED="$NOT_ASKED,LINE_SPACING,UNNECESSARY_ELSE,MEMORY_BARRIER"

# It takes long, so files that it found nothing in are asked about only once.
coding_style() {
	printf '%s\n' TCase DIR >"$work/typedefs"
	mkdir -p "$out"
	clean=$out/coding-style
	{
		echo "$checkpatch $NOT_ASKED" | sha256sum
		listed '\.[ch]$' | xargs -r sha256sum
	} >"$work/digests"
	[ "$(head -n 1 "$clean" 2>/dev/null)" = \
		"$(head -n 1 "$work/digests")" ] || : >"$clean"
	grep -vxFf "$clean" "$work/digests" | sed -n 's/^[0-9a-f]*  //p' |
		grep -v '^-$' | xargs -r -n 40 -P "$(nproc)" \
		perl "$checkpatch" --no-tree --terse --no-summary --show-types \
		--typedefsfile "$work/typedefs" --ignore "$NOT_ASKED" -f \
		>"$work/complaints" 2>&1
	cut -d: -f1 "$work/complaints" | sort -u >"$work/complained"
	grep -vFf "$work/complained" "$work/digests" >"$clean" ||
		cp "$work/digests" "$clean"
	cat "$work/complaints"
}

# What each file's copyright and licence are, and that the texts are there.
copyrights() {
	reuse lint >"$work/reuse" 2>&1 || cat "$work/reuse"
}

# Comments that the kernel's own tool reads: names of parameters and fields.
kernel_doc() {
	listed '^(core|module|lib|uapi)/.*\.[ch]$' |
		xargs -r perl "$kernel_doc" -none 2>&1
}

check() {
	if [ -n "$3" ]; then
		echo "style: $1: skipped: $3"
		return
	fi
	$2 >"$work/output" 2>&1
	if [ -s "$work/output" ]; then
		echo "style: $1: FAILED"
		sed 's/^/  /' "$work/output"
		failed=1
	else
		echo "style: $1: ok"
	fi
}

missing() {
	command -v "$1" >/dev/null || echo "no $1 here"
}

# kernel_script NAME: a script of the kernel, from where kernels are built or
# unpacked; the newest of the cache's, as what it finds depends on its age.
kernel_script() {
	for tree in /lib/modules/*/source /usr/src/linux-headers-*-common \
		"$cache"/*/usr/src/linux-headers-*-common \
		"$cache"/debug/usr/src/source "${KDIR:-/nonexistent}"; do
		[ ! -f "$tree/scripts/$1" ] || echo "$tree/scripts/$1"
	done | tail -n 1
}

out=${O:-$PWD/build}
cache=${KG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kexecguard}
kernel_doc=$(kernel_script kernel-doc)
checkpatch=$(kernel_script checkpatch.pl)

check purity purity "$(missing gcc)$(missing nm)"
check layers layers "$(missing python3)"
check floors floors ''
check versions versions ''
check licences licences ''
check 'white space' whitespace ''
check shellcheck shell "$(missing shellcheck)"
check mutants mutants "$(missing python3)"
check documents documents "$(missing python3)"
check 'man pages' manuals "$(missing groff)"
check python python "$(missing mypy)"
check 'unused names' unused "$(missing pyflakes3)"
check spelling spelling "$(missing codespell)"
check copyrights copyrights "$(missing reuse)"
check kernel-doc kernel_doc "$([ -n "$kernel_doc" ] ||
	echo "no kernel-doc here; scripts/fetch.sh brings it")"
check 'coding style' coding_style "$([ -n "$checkpatch" ] ||
	echo "no checkpatch.pl here; scripts/fetch.sh debug brings it")"
exit $failed
