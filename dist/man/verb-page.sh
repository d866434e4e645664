#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Print the manual page of one command, made from the tool's help:
#
#	verb-page.sh TOOL VERB VERSION
set -eu

tool=$1 verb=$2 version=$3
date=$(sed -n 's/^\.Dd //p' "${0%/*}/kexecguardctl.8.in")
summary=$("$tool" --list-commands |
	awk -F '\t' -v verb="$verb" '$1 == "command" && $2 == verb { print $4 }')
[ -n "$summary" ]

"$tool" help "$verb" | awk -v verb="$verb" -v summary="$summary" \
	-v version="$version" -v date="$date" '
function escape(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return (index(".\047", substr(text, 1, 1)) ? "\\&" : "") text
}
function section(name) {
	if (is_literal)
		print ".fi"
	is_literal = 0
	print ".SH " name
}
NR == 1 {
	print ".\\\" SPDX-" "License-Identifier: GPL-2.0-or-later"
	print ".TH KEXECGUARDCTL-" toupper(verb) " 8 \"" date "\" \"kexecguard " \
		version "\" \"System Administration\""
	section("NAME")
	print "kexecguardctl\\-" verb " \\- " escape(summary)
	section("SYNOPSIS")
	sub(/^Usage: /, "")
	print ".B " escape($0)
	where = "description"
	getline
	section("DESCRIPTION")
	next
}
/^Options:$/	{ where = "options"; section("OPTIONS"); next }
/^Exit code:$/	{ where = "exits"; section("EXIT STATUS"); next }
/^Examples:$/	{
	where = "examples"
	section("EXAMPLES")
	print ".nf"
	is_literal = 1
	next
}
where == "description" {
	# A line of a list: a term and its text.
	if (sub(/^  /, "") && (at = match($0, /  +/))) {
		print ".TP 10\n.B " escape(substr($0, 1, at - 1))
		print escape(substr($0, at + RLENGTH))
	} else {
		if ($0 == "") {
			has_break = 1
			next
		}
		if (has_break)
			print ".PP"
		has_break = 0
		print escape($0)
	}
	next
}
where == "examples" {
	sub(/^  /, "")
	if ($0 != "")
		print escape($0)
	next
}
$0 == "" { next }
# An option, or an exit code, and its text; continuation lines follow.
where == "options" && match($0, /^ +-/) && RLENGTH < 8 {
	text = $0
	sub(/^ +/, "", text)
	at = match(text, /  +/)
	print ".TP"
	print ".B " escape(at ? substr(text, 1, at - 1) : text)
	if (at)
		print escape(substr(text, at + RLENGTH))
	next
}
where == "exits" && /^  [0-9]/ {
	print ".TP"
	print $1
	sub(/^  [0-9]  /, "")
	print escape($0)
	next
}
{
	sub(/^ +/, "")
	print escape($0)
}
END {
	section("SEE ALSO")
	print ".BR kexecguardctl (8)"
}'
