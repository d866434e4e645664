#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the tool can do is documented: check-docs.sh TOOL. Every command and option
# is in the manual page and is completed; every member of the JSON is in the
# manual page.
set -eu

cd "$(dirname "$0")/../.."
tool=$1
failed=0
count=0

fail() {
	echo "check-docs: $*" >&2
	failed=1
}

# documented TEXT FILE...: each file holds it as a word.
documented() {
	text=$1
	shift
	count=$((count + 1))
	for file; do
		grep -qE "(^|[^a-z-])${text}([^a-z-]|\$)" "$file" ||
			fail "$file lacks $text"
	done
}

man=$(mktemp)
trap 'rm -f "$man"' EXIT
# mdoc writes "Fl -json" for --json.
sed 's/Fl -/--/g' dist/man/kexecguardctl.8.in > "$man"

list=$(mktemp)
words=$(mktemp)
trap 'rm -f "$man" "$list" "$words"' EXIT
"$tool" --list-commands >"$list"

# offers START AFTER...: what bash completes START to.
offers() {
	start=$1
	shift
	bash -c 'source dist/completions/kexecguardctl.bash
		COMP_WORDS=("${@:2}" "$1") COMP_CWORD=$(($# - 1))
		_kexecguardctl "$2"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$start" "$tool" "$@"
}

# completed WORD START AFTER...
completed() {
	word=$1
	shift
	offers "$@" | grep -qxe "$word" || fail "bash does not complete $word"
}

verbs=$(awk -F '\t' '$1 == "command" { print $2 }' "$list")
[ -n "$verbs" ] || fail "the tool lists no command"
for verb in $verbs; do
	documented "$verb" "$man"
	"$tool" --help | grep -q "^  $verb  " || fail "$verb is not in --help"
	completed "$verb" ""
	offers -- "$verb" >"$words"
	for option in $(awk -F '\t' -v verb="$verb" \
		'$1 == "option" && $2 == verb { print $3 }' "$list"); do
		documented "$option" "$man"
		"$tool" "$verb" --help | grep -qwe "$option" ||
			fail "$verb: $option is not in --help"
		grep -qxe "$option" "$words" ||
			fail "bash does not complete $option after $verb"
	done
done
completed offline=veto off policy
completed HOOK "" doctor -o
completed valid v wait --for
completed always a map --color

members=$(cat cli/*.c cli/*/*.c | tr -s '\n\t ' ' ' |
	grep -oE 'json_add(_[a-z0-9]+)?\([^,()]*(\([^()]*\))?, "[a-z_]+"' |
	sed 's/.*"\(.*\)"/\1/' | sort -u)
[ -n "$members" ] || fail "the tool's sources name no member"
for member in $members; do
	documented "$member" "$man"
done

[ $failed = 0 ] && echo "check-docs: $count verbs, options and members, all documented"
exit $failed
