#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Print kexecguardctl(8) with the synopsis of each command, as the tool lists
# them, in the place of the line @SYNOPSIS@:
#
#	synopsis.sh TOOL PAGE
set -eu

list=$(mktemp)
trap 'rm -f "$list"' EXIT
"$1" --list-commands >"$list"

awk -F '\t' -v list="$list" '
function argument(text) {
	return text == "-" ? "" : " Ar " tolower(text)
}
function print_options(verb, line, fields, count, group, text) {
	while ((getline line < list) > 0) {
		count = split(line, fields, "\t")
		if (fields[1] != "option" || fields[2] != verb ||
		    fields[3] ~ /^--(json|help|sysroot)$/)
			continue
		text = fields[4] == "-" ? fields[3] : fields[4]
		text = "Fl " substr(text, 2) argument(fields[5])
		if (group && fields[7] == group) {
			printf " | %s", text
			continue
		}
		printf "%s.Op %s", group != "" ? "\n" : "", text
		group = fields[7]
	}
	if (group != "")
		print ""
	close(list)
}
function print_operands(text, words, count, i) {
	if (text == "-")
		return
	count = split(text, words, " ")
	for (i = 1; i <= count; i++) {
		text = tolower(words[i])
		sub(/^\[/, "", text)
		text = sub(/\]\.\.\.$/, "", text) ? text " ..." : text
		sub(/\]$/, "", text)
		sub(/=/, " Ns = Ns Ar ", text)
		print ".Op Ar " text
	}
}
function print_synopsis(line, fields, verbs, operands, sysroot, count, i) {
	while ((getline line < list) > 0) {
		split(line, fields, "\t")
		if (fields[1] == "command") {
			verbs[++count] = fields[2]
			operands[count] = fields[3]
		} else if (fields[3] == "--sysroot") {
			sysroot[fields[2]] = 1
		}
	}
	close(list)
	for (i = 1; i <= count; i++) {
		print ".Nm\n.Op Fl -json"
		if (verbs[i] in sysroot)
			print ".Op Fl -sysroot Ar dir"
		print ".Cm " verbs[i]
		print_options(verbs[i])
		print_operands(operands[i])
	}
}
$0 == "@SYNOPSIS@" {
	print_synopsis()
	next
}
{ print }' "$2"
