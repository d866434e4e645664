# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for kexecguardctl(8)

_kexecguardctl_verb()
{
	local word

	local previous=

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ $word == -* || $previous == --sysroot ]] && {
			previous=$word
			continue
		}
		echo "$word"
		return
	done
}

_kexecguardctl_words()
{
	local cur=$1 verb=$2
	local common='--json --help'

	case $verb in
	'')
		echo "$common --sysroot --version status load reload unload" \
			"wait monitor policy doctor windows check map kdump" \
			"metrics help"
		;;
	load)
		[[ $cur == -* ]] && echo "$common --initrd --no-initrd" \
			"--command-line --append --reuse-cmdline --timeout" \
			"--lease"
		;;
	reload)	echo "$common --settle --timeout --force \
		--automatic" ;;
	unload)	echo "$common --expired --stale" ;;
	kdump)	echo "$common --reload --settle --timeout" ;;
	metrics) echo "$common --output" ;;
	wait)	echo "$common --for --timeout" ;;
	monitor) echo "$common --number --banner --idle-timeout" ;;
	doctor)	echo "$common --output" ;;
	policy)
		echo "$common --output strict map pin observe"
		echo {add,remove,online,offline,driver}={unload,keep,report}
		echo offline={veto,release} placement={off,unsafe,strict}
		echo steer={0,1} mark_hotplug={0,1}
		;;
	windows)
		echo "$common --sysroot --size --align --min --max --top-down" \
			"--bottom-up --removable --all --kexec-args --output"
		;;
	check)	echo "$common --sysroot" ;;
	map)	echo "$common --sysroot --width --color" ;;
	help)
		echo "status load reload unload wait monitor policy doctor" \
			"windows check map kdump metrics"
		;;
	*)	echo "$common" ;;
	esac
}

_kexecguardctl()
{
	local cur=${COMP_WORDS[COMP_CWORD]}
	local previous=${COMP_WORDS[COMP_CWORD-1]}
	local verb words name=

	verb=$(_kexecguardctl_verb)
	# A word that holds "=" arrives in pieces.
	if [[ $cur == '=' ]]; then
		name=$previous cur=
	elif [[ $previous == '=' ]]; then
		name=${COMP_WORDS[COMP_CWORD-2]}
	fi
	if [[ $name ]]; then
		words=$(_kexecguardctl_words '' "$verb" | tr ' ' '\n' |
			sed -n "s/^$name=//p" | sort -u)
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
	fi

	[[ $verb == metrics && $previous == @(-o|--output) ]] &&
		previous=--initrd
	case $previous in
	--initrd)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--sysroot)
		compopt -o dirnames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--color)
		mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur")
		return
		;;
	--for)
		words='settled valid idle loaded outdated executing'
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
		;;
	--output | -o)
		words='HOOK STATE MEANING ADVICE SYMBOL ERROR PROTECTIONS'
		[[ $verb == policy ]] && words='PARAMETER VALUE WHEN THEN'
		[[ $verb == windows ]] &&
			words='START END SIZE LEVEL WINDOW ADDRESS REASONS'
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
		;;
	--lease)
		mapfile -t COMPREPLY < <(compgen -W '30m 2h 1d' -- "$cur")
		return
		;;
	--command-line | --append | --timeout | --settle | --idle-timeout | \
		--number | -n | --size | --align | --min | --max | --width)
		return
		;;
	esac

	words=$(_kexecguardctl_words "$cur" "$verb")
	if [[ $verb == load && $cur != -* ]]; then
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _kexecguardctl kexecguardctl
