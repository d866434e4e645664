#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Check the model exhaustively: first the protocol as it is in each scenario,
# then with one step of the guard left out or done wrong, which must break an
# invariant. One line a run; exit status 1 on any surprise. "check.sh NAME..."
# picks runs.
set -u
cd "$(dirname "$0")/../.." || exit 2
MODEL=tests/model/kexecguard.pml
WORK=${O:-$PWD/build}/model
MEGABYTES=2048

# NAME SCENARIO RESULT [REMARK]. A scenario's own run has its name; the other
# names are macros, joined by "+", that are added to it. The result is "holds"
# or the number of the invariant that breaks.
runs() {
	cat <<-'END'
	# the protocol as it is
	loads		loads		holds
	changes		changes		holds
	crash		crash		holds
	driver		driver		holds
	driver-changes	driver-changes	holds
	adopt		adopt		holds
	confirm		confirm		holds
	confirm-loads	confirm-loads	holds
	dying		dying		holds
	told		told		holds
	asked		asked		holds
	report		report		holds
	progress	progress	holds
	gone		gone		holds
	# changes of memory
	NO_MARK		changes		3
	NO_UNLOAD	changes		3
	NO_CANCEL	changes		3
	NO_VETO_WHILE_EXECUTING	changes	1
	NO_WAIT_FOR_EXEC	changes	1
	WAIT_BEFORE_BEGIN	changes	1
	WAIT_FOR_EVER	progress	5
	REPORT_REFUSES	report		2
	# loads
	NO_CHECK_AT_PREPARE	changes	holds	the check at each segment comes later
	NO_CHECK_AT_SEGMENT	changes	holds	the checks before and at the end
	NO_CHECK_AT_PREPARE+NO_CHECK_AT_SEGMENT	changes	2
	NO_CHECK_AT_LOAD_END	changes	2
	NO_GENERATION	changes		2
	NO_TOUCHED	driver-changes	2
	NO_HIT_CHECK	driver-changes	2
	NO_DOUBT	adopt		3
	NO_EXACT_RECORD	told		6
	NO_REFUSAL_OF_REPLACED	changes	2
	NO_READER_AGE	confirm		2
	LATE_CONFIRM_UNLOADS	confirm-loads	3
	NO_DEAD_MARK	dying		6
	NO_ADOPT_GATE	adopt		6
	# executions
	NO_CHANGING_AT_EXEC	changes	1
	NO_OUTDATED_AT_EXEC	changes	1
	NO_LOADS_AT_EXEC	changes	holds	a stale load is marked before and after
	NO_LOADS_AT_EXEC	driver-changes	1	but not in a driver's memory
	NO_EXEC_AT_PREPARE	driver-changes	1
	NO_CONFIRM_WHEN_OUTDATED	confirm	1
	# unloads
	NO_RETRY	changes		3
	NO_RETRY	gone		3
	NO_MARK_ORDER	changes		holds	needs a second loader to go wrong
	NO_MARK_ORDER	loads		3
	NO_UNLOADING_GATE	changes	3
	NO_UNDONE	changes		2
	NO_UNLOAD_RECHECK	changes	3
	NO_CLEAR_AT_LOAD	changes	3
	# the crash
	HOLD_LOCK	crash		4
	REFUSE_CRASH_LOADS	crash	4
	# known limits: what is promised no further
	NO_TIMEOUT_EXCUSE	changes	1	a kexec hangs for the whole timeout
	END
}

# The bounds decide what is covered and how long it takes.
scenario() {
	case $1 in
	loads)
		echo LOADERS=2 OPERATIONS=1 EXECUTIONS=1 ;;
	changes)
		echo LOADERS=1 OPERATIONS=2 EXECUTIONS=1 ;;
	crash)
		echo LOADERS=1 OPERATIONS=1 EXECUTIONS=1 CRASH_LOADS=1 \
			CRASHES=1 ;;
	driver)
		echo DRIVER LOADERS=2 OPERATIONS=1 EXECUTIONS=1 ;;
	driver-changes)
		echo DRIVER LOADERS=1 OPERATIONS=2 EXECUTIONS=1 ;;
	adopt)
		echo ADOPT DRIVER LOADERS=1 OPERATIONS=1 EXECUTIONS=1 ;;
	confirm)
		echo CONFIRM LOADERS=1 OPERATIONS=1 EXECUTIONS=1 ;;
	confirm-loads)
		echo CONFIRM LOADERS=2 OPERATIONS=1 ;;
	dying)
		echo DYING LOADERS=1 OPERATIONS=1 EXECUTIONS=1 ;;
	told)
		echo TOLD LOADERS=2 OPERATIONS=1 ;;
	asked)
		echo TOLD LOADERS=1 OPERATIONS=1 ASKED_UNLOADS=1 ;;
	report)
		echo REPORT LOADERS=2 OPERATIONS=1 EXECUTIONS=1 CRASH_LOADS=1 ;;
	progress)
		echo PROGRESS LOADERS=1 OPERATIONS=1 EXECUTIONS=1 \
			CRASH_LOADS=1 ;;
	gone)
		echo GONE LOADERS=1 OPERATIONS=1 EXECUTIONS=1 CRASH_LOADS=1 ;;
	esac
}

# Liveness is checked for cycles, with a scheduler's fairness.
is_liveness() {
	[ "$1" = progress ] || [ "$1" = gone ]
}

# "impl: f()" in the model: each f must be defined in the module.
check_names() {
	missing=$(grep -o 'impl: .*' $MODEL | grep -oE '[a-z_0-9]+\(\)' |
		tr -d '()' | sort -u | while read -r name; do
			grep -qE "^[a-z].*[ *]$name\(" module/*.c ||
				echo "$name()"
		done)
	[ -z "$missing" ] && return
	echo "model: not in module/*.c any more:" $missing
	return 1
}

# Builds and runs the verifier in the current directory; fails if it could not.
verify() {
	macros=
	for macro in $1; do
		macros="$macros -D$macro"
	done
	cp "$SOURCE" model.pml
	# shellcheck disable=SC2086
	spin $macros -a model.pml >spin.log 2>&1 || return 1
	if is_liveness "$2"; then
		flags='-DNFAIR=3' options='-a -f'
	else
		flags='-DSAFETY' options=
	fi
	# shellcheck disable=SC2086
	gcc -O2 -w -DCOLLAPSE -DMEMLIM=$MEGABYTES $flags -o pan pan.c \
		>gcc.log 2>&1 || return 1
	# shellcheck disable=SC2086
	./pan $options -m100000 -w22 >pan.log 2>&1
	grep -q 'State-vector' pan.log
}

# The invariant whose number is in the comment before the failed assertion.
broken() {
	grep -q 'errors: 0' pan.log && return
	# shellcheck disable=SC2086
	line=$(spin $macros -t model.pml 2>&1 |
		sed -n 's/.*pml:\([0-9]*\), Error: assertion.*/\1/p' | head -1)
	if [ -n "$line" ]; then
		head -n "$line" model.pml
	else
		# A deadlock or a cycle: what the scenario is about.
		grep -B1 "^ltl $1 " model.pml
	fi | sed -n 's|.*/\* \([1-7]\): .*|\1|p' | tail -1
}

result() {
	if ! grep -q 'errors: 0' pan.log; then
		broken "$1"
	elif grep -qE 'not completed|too small|out of memory' pan.log; then
		echo incomplete
	else
		echo holds
	fi
}

run() {
	name=$1 scenario=$2 expected=$3 remark=$4
	bounds=$(scenario "$scenario")
	extra=$(echo "$name" | tr + ' ')
	[ "$name" = "$scenario" ] && extra=
	mkdir -p "$WORK/$name.$scenario" || exit 2
	cd "$WORK/$name.$scenario" || exit 2
	rm -f -- *
	found=failed
	verify "$bounds $extra" "$scenario" && found=$(result "$scenario")
	states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' pan.log)
	seconds=$(sed -n 's/^pan: elapsed time \([0-9.e+-]*\) .*/\1/p' pan.log)
	case $found in
	[1-7])	found="breaks $found" ;;
	esac
	case $expected in
	[1-7])	expected="breaks $expected" ;;
	esac
	printf 'model: %-40s %-14s %-9s %9s states %6s s' "$name" "$scenario" \
		"$found" "${states:--}" "${seconds:--}"
	[ -n "$remark" ] && printf '  (%s)' "$remark"
	echo
	cd "$OLDPWD" || exit 2
	[ "$found" = "$expected" ] && return
	echo "model: expected: $expected; see $WORK/$name.$scenario"
	return 1
}

for tool in spin gcc; do
	command -v $tool >/dev/null && continue
	echo "model: $tool is not installed: scripts/deps.sh check"
	exit 1
done
SOURCE=$PWD/$MODEL
status=0
check_names || status=1
runs | grep -v '^#' >"${TMPDIR:-/tmp}/model.$$"
while read -r name scenario expected remark; do
	[ $# -eq 0 ] || case " $* " in
	*" $name "*)	;;
	*)	continue ;;
	esac
	run "$name" "$scenario" "$expected" "$remark" || status=1
done <"${TMPDIR:-/tmp}/model.$$"
rm -f "${TMPDIR:-/tmp}/model.$$"
exit $status
