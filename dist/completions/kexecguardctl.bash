# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for kexecguardctl(8). The tool lists its commands, options and
# operands itself: kexecguardctl --list-commands.

# The command among the words before the cursor.
_kexecguardctl_command()
{
	local word previous=

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		if [[ $word != -* && $previous != --sysroot ]]; then
			echo "$word"
			return
		fi
		previous=$word
	done
}

# Field by field: option, command, --long, -short, ARGUMENT, VALUES, group, help;
# command, NAME, OPERANDS, summary; word, command, WORD.
_kexecguardctl_words()
{
	awk -F '\t' -v command="$1" '
		command == "" && $1 == "command" { print $2 }
		$2 != command { next }
		$1 == "option" { print $3; if ($4 != "-") print $4 }
		$1 == "word" { print $3 }'
	case $1 in
	'')	printf '%s\n' --json --sysroot --help --version help ;;
	esac
}

# What the argument of the option $2 of the command $1 can be.
_kexecguardctl_argument()
{
	awk -F '\t' -v command="$1" -v option="$2" '
		$1 == "option" && $2 == command &&
			($3 == option || $4 == option) {
			print $6 == "-" ? $5 : $6
		}'
}

_kexecguardctl()
{
	local cur=${COMP_WORDS[COMP_CWORD]}
	local previous=${COMP_WORDS[COMP_CWORD-1]}
	local list command words name= argument=-

	list=$("$1" --list-commands 2>/dev/null)
	command=$(_kexecguardctl_command)
	if [[ $command == help ]]; then
		command=
	fi

	# A word that contains "=" is split into three.
	if [[ $cur == '=' ]]; then
		name=$previous cur=
	elif [[ $previous == '=' ]]; then
		name=${COMP_WORDS[COMP_CWORD-2]}
	fi
	if [[ $name == -* ]]; then
		previous=$name
	elif [[ $name ]]; then
		words=$(_kexecguardctl_words "$command" <<<"$list" |
			sed -n "s/^$name=//p")
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
	fi

	if [[ $previous == --sysroot ]]; then
		argument=DIR
	elif [[ $previous == -* ]]; then
		argument=$(_kexecguardctl_argument "$command" "$previous" \
			<<<"$list")
	elif [[ $cur != -* ]] &&
		grep -q "^command	$command	\[KERNEL\]" <<<"$list"; then
		argument=FILE
	fi
	case ${argument:--} in
	-)	words=$(_kexecguardctl_words "$command" <<<"$list") ;;
	FILE)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	DIR)
		compopt -o dirnames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	*[a-z]* | *' '*)
		words=$argument ;;
	*)	return ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _kexecguardctl kexecguardctl
