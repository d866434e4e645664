#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the tool can do is documented: check-docs.sh TOOL. Every verb and option
# of its --help is in the manual page and in both completions; every member of
# its JSON is in the manual page.
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
sed 's/Fl -/--/g' dist/man/kexecguardctl.8 > "$man"

verbs=$("$tool" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[ -n "$verbs" ] || fail "the tool's help names no command"
for verb in $verbs; do
	documented "$verb" "$man" dist/completions/kexecguardctl.bash \
		dist/completions/_kexecguardctl
	for option in $("$tool" "$verb" --help |
		sed -n '/^Options:/,/^$/s/.*\(--[a-z-]*\).*/\1/p' | sort -u); do
		documented "$option" "$man" \
			dist/completions/kexecguardctl.bash \
			dist/completions/_kexecguardctl
	done
done

members=$(cat cli/*.c cli/*/*.c | tr -s '\n\t ' ' ' |
	grep -oE 'json_add(_[a-z0-9]+)?\([^,()]*(\([^()]*\))?, "[a-z_]+"' |
	sed 's/.*"\(.*\)"/\1/' | sort -u)
[ -n "$members" ] || fail "the tool's sources name no member"
for member in $members; do
	documented "$member" "$man"
done

[ $failed = 0 ] && echo "check-docs: $count verbs, options and members, all documented"
exit $failed
