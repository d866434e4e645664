# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=busybox
# The commands of a case. Sourced in the guest before the case.
#
# A case is a list of steps and checks. A step that fails ends the case with a
# failed check ("plug", "online", "load_image" ...); a check ("expect ...")
# that fails is recorded and the case goes on.

CASE=none
GUARD=no
EACH=
SLOW=1
SYSFS=/sys/class/misc/kexecguard
PARAMETERS=/sys/module/kexecguard/parameters
MEMORY=/sys/devices/system/memory

### verdicts

# check NAME RESULT [DETAILS...]: report to the host; RESULT is ok or FAIL. The
# details are cut to one message, so that a long one does not lose the failure.
check() {
	chan say "$(printf 'check %s' "$*" | tr '\n' ' ' | cut -c1-900)"
}

# finish: end the case.
finish() {
	[ ! -d /sys/module/kexecguard ] || remove_guard
	expect_no_leaks
	chan say end
	poweroff -f
	sleep 60
}

# end_without_guard: end the case after a task died inside a hook, so that the
# module cannot be removed.
end_without_guard() {
	chan say end
	# Every way out waits for a lock that a dead task may hold.
	poweroff -f &
	sleep 2
	echo o >/proc/sysrq-trigger
	sleep 60
}

# expect_no_leaks: scan for leaks where the kernel has kmemleak. It reports
# objects that are five seconds old and that an earlier scan found unchanged;
# the time of that scan counts.
LEAKS=/sys/kernel/debug/kmemleak
expect_no_leaks() {
	leaks_old=$(($(cut -d. -f1 /proc/uptime) + 6))
	[ -w $LEAKS ] && echo scan 2>/dev/null >$LEAKS || return 0
	leaks_left=$((leaks_old - $(cut -d. -f1 /proc/uptime)))
	[ $leaks_left -le 0 ] || sleep $leaks_left
	echo scan >$LEAKS
	if grep -q . $LEAKS; then
		check leaks FAIL "$(head -n 20 $LEAKS | tr '\n' ' ' | cut -c1-700)"
		cat $LEAKS >/dev/console
	else
		check leaks ok
	fi
}

# die DETAILS...: a step failed, so the rest of the case is meaningless.
die() {
	check step FAIL "$*"
	finish
}

# expect NAME COMMAND...: check that COMMAND succeeds. It runs in this shell, so
# it may set variables and wait for children.
expect() {
	expect_name=$1
	shift
	if "$@" >/tmp/expect.out 2>&1; then
		check "$expect_name" ok
	else
		check "$expect_name" FAIL "'$*' failed:" \
			"$(tr '\n' ' ' </tmp/expect.out)"
	fi
}

# expect_fail NAME TEXT COMMAND...: check that COMMAND fails and prints TEXT
# ("": anything).
expect_fail() {
	expect_name=$1
	expect_text=$2
	shift 2
	if "$@" >/tmp/expect.out 2>&1; then
		check "$expect_name" FAIL "'$*' succeeded:" \
			"$(tr '\n' ' ' </tmp/expect.out)"
	elif [ -n "$expect_text" ] &&
	     ! grep -qF "$expect_text" /tmp/expect.out; then
		check "$expect_name" FAIL "'$*' failed without" \
			"'$expect_text': $(tr '\n' ' ' </tmp/expect.out)"
	else
		check "$expect_name" ok
	fi
}

# expect_is NAME WANTED ACTUAL
expect_is() {
	if [ "$2" = "$3" ]; then
		check "$1" ok
	else
		check "$1" FAIL "wanted '$2', is '$3'"
	fi
}

# wait_for SECONDS COMMAND...: wait until COMMAND succeeds; fail after SECONDS,
# which are longer on a slow kernel.
wait_for() {
	wait_end=$(($(cut -d. -f1 /proc/uptime) + $1 * SLOW + 1))
	shift
	until "$@" 2>/dev/null; do
		[ "$(cut -d. -f1 /proc/uptime)" -lt $wait_end ] || return 1
		usleep 10000
	done
}

# parameter NAME: print the value of kg.NAME in the task, or nothing.
parameter() {
	echo "$TASK" | sed -n "s/.*\<kg\.$1=\([^ ]*\).*/\1/p"
}

# seed: print the seed that was asked for, or a random one. The host draws it: a
# thawed guest has the same randomness as the guest that was frozen.
seed() {
	seed_asked=$(parameter seed)
	case ${seed_asked:-0} in
	0)	parameter random ;;
	*)	echo "$seed_asked" ;;
	esac
}

# run_logged COMMAND...: its output goes to the log as it is printed; its last
# lines are printed here.
run_logged() {
	mkfifo /tmp/logged
	tee /dev/console </tmp/logged | tail -n 4 &
	"$@" >/tmp/logged 2>&1
	run_result=$?
	wait
	rm /tmp/logged
	return $run_result
}

# reads FILE TEXT: FILE holds just TEXT.
reads() {
	[ "$(cat "$1" 2>/dev/null)" = "$2" ]
}

# hear_uevents: from now on each uevent goes to /tmp/uevents; $listener is the
# listening process. The applet does not report when it begins to listen, so
# harmless events are caused until one arrives.
is_heard() {
	echo change >$MEMORY/memory0/uevent
	grep -q memory0 /tmp/uevents
}
hear_uevents() {
	uevent env >/tmp/uevents 2>&1 &
	listener=$!
	wait_for 10 is_heard || die "uevent hears nothing"
}

### memory

# plug ID SIZE [NODE]: hot-add a DIMM. The host answers when the kernel has
# reported to the firmware that it is done; the blocks exist then, offline.
# Sets ID_start, ID_end (bytes) and ID_blocks (names of its memory blocks).
# Where a block is larger than the DIMM (1 GiB on arm64 before 5.12) the DIMM is
# made as large as two blocks.
plug() {
	plug_block=$((0x$(cat $MEMORY/block_size_bytes) >> 20))
	case $2 in
	*M)	[ "${2%M}" -ge $plug_block ] ||
			set -- "$1" $((2 * plug_block))M $3 ;;
	esac
	plug_answer=$(chan ask "plug $*") || die "plug $1: $plug_answer"
	set -- "$1" ${plug_answer#ok }
	set_range "$1" $(($2)) $(($2 + $3))
	eval "plug_blocks=\$${1}_blocks"
	for plug_block in $plug_blocks; do
		wait_for 20 test -e "$MEMORY/$plug_block/state" ||
			die "plug $1: no $plug_block"
	done
	is_dlpar || return 0
	# The kernel has brought it online by itself.
	end_dlpar
	set_blocks offline $plug_blocks || die "plug $1: stays online"
}

# is_dlpar: whether memory is plugged as on a pSeries, where the kernel reports
# nothing at the end. end_dlpar: wait for that. An online block that shall go
# online again waits for the hotplug lock, and fails; the guard's operation ends
# after that.
is_dlpar() {
	test -e /sys/kernel/dlpar
}
is_still() {
	! state changing
}
end_dlpar() {
	echo online 2>/dev/null >$MEMORY/memory0/state
	[ ! -e $SYSFS/state ] || wait_for 5 is_still
}

# set_range ID START END: set the same variables for memory added another way.
set_range() {
	set_size=$((0x$(cat $MEMORY/block_size_bytes)))
	set_index=$(($2 / set_size))
	set_names=
	while [ $((set_index * set_size)) -lt $3 ]; do
		set_names="$set_names memory$set_index"
		set_index=$((set_index + 1))
	done
	eval "${1}_start=$2 ${1}_end=$3 ${1}_blocks='${set_names# }'"
}

# unplug ID: pull the DIMM and wait until it is gone; fails if refused.
unplug() {
	unplug_answer=$(chan ask "unplug $1") || unplug_answer="!$unplug_answer"
	! is_dlpar || end_dlpar
	case $unplug_answer in
	!*)	echo "${unplug_answer#!}"
		return 1 ;;
	esac
}

# unplug_start ID: press the eject button, and go on. unplug_wait ID: wait until
# the DIMM is gone or the request refused.
unplug_start() {
	chan ask "unplug-start $1" >/dev/null || die "unplug-start $1"
}
unplug_wait() {
	unplug_answer=$(chan ask "unplug-wait $1") && return
	echo "$unplug_answer"
	return 1
}

# virtio_mem ID SIZE: let the device grow or shrink to SIZE, wait for it.
virtio_mem() {
	virtio_answer=$(chan ask "virtio-mem $1 $2") ||
		die "virtio-mem $1 $2: $virtio_answer"
}

# load_virtio_mem: load its driver; memory that it adds goes online, movable.
load_virtio_mem() {
	echo online_movable >$MEMORY/auto_online_blocks
	modprobe virtio_pci && modprobe virtio_mem || die "virtio-mem driver"
}

# set_blocks STATE BLOCK...: online, online_movable, online_kernel, offline.
set_blocks() {
	set_state=$1
	shift
	for set_block; do
		echo "$set_state" >"$MEMORY/$set_block/state" || return 1
	done
}

# online ID, offline ID: all blocks of a DIMM.
online() {
	eval "set_blocks online_movable \$${1}_blocks" || die "online $1"
}
offline() {
	eval "set_blocks offline \$${1}_blocks" || die "offline $1"
}

# first_block ID, last_block ID
first_block() {
	eval "set -- \$${1}_blocks"
	echo "$1"
}
last_block() {
	eval "set -- \$${1}_blocks"
	eval "echo \${$#}"
}

# start_of ID: print the address of its first byte.
start_of() {
	eval "echo \$${1}_start"
}

### the image

# loaded 0|1, crash_loaded 0|1: whether the kernel reports that state.
loaded() {
	reads /sys/kernel/kexec_loaded "$1"
}
crash_loaded() {
	reads /sys/kernel/kexec_crash_loaded "$1"
}

# What depends on the machine. BOOT_ADDRESS and LOW_ADDRESS: free boot memory
# of every guest that the harness starts (1 GiB or more). On arm64 an image in
# hot-added memory is refused; cases that are about something else run with
# that refusal off.
case $(uname -m) in
x86_64)
	CONSOLE=ttyS0
	EARLY="earlyprintk=ttyS0 "	# so that the decompressor prints, too
	BOOT_ADDRESS=0x20000000
	LOW_ADDRESS=0x10000000
	NO_CHECK=
	GUARD_OPTIONS=
	;;
ppc64le)
	CONSOLE=hvc0
	EARLY=
	BOOT_ADDRESS=0x20000000
	LOW_ADDRESS=0x10000000
	NO_CHECK=
	GUARD_OPTIONS=
	;;
aarch64)
	CONSOLE=ttyAMA0
	EARLY=
	BOOT_ADDRESS=0x60000000
	LOW_ADDRESS=0x50000000
	# Else purgatory computes a digest with the caches off, which takes
	# long.
	NO_CHECK=--no-checks
	GUARD_OPTIONS=placement=off
	;;
esac

SECOND_LINE="${EARLY}console=$CONSOLE panic=-1 loglevel=5 kg.boot=second-kernel"
CRASH_LINE="${EARLY}console=$CONSOLE panic=-1 loglevel=5 kg.boot=crash-kernel"
CRASH_LINE="$CRASH_LINE maxcpus=1 reset_devices"

# kexec_load_kernel -c|-s|-a: load a whole kernel with kexec-tools; -a means -s
# where the kernel has that syscall.
kexec_load_kernel() {
	# shellcheck disable=SC2086
	kexec $NO_CHECK "$@" -l /boot/vmlinuz --initrd=/boot/second.img \
		--command-line="$SECOND_LINE"
}
kexec_load_crash() {
	# shellcheck disable=SC2086
	kexec $NO_CHECK "$@" -p /boot/vmlinuz --initrd=/boot/second.img \
		--command-line="$CRASH_LINE"
}

# make_elf FILE: write an ELF file that kexec-tools load and kexec_file_load()
# does not: one page, to be placed at 512 MiB.
make_elf() {
	{
		printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0'
		printf '\2\0\76\0\1\0\0\0\0\0\0\40\0\0\0\0'
		printf '\100\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
		printf '\0\0\0\0\100\0\70\0\1\0\100\0\0\0\0\0'
		printf '\1\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0'
		printf '\0\0\0\40\0\0\0\0\0\0\0\40\0\0\0\0'
		printf '\170\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0'
		printf '\0\20\0\0\0\0\0\0'
	} >"$1"
}

# has_file_load: Debian's arm64 kernels lack kexec_file_load.
has_file_load() {
	grep -q ' T kexec_add_buffer$' /proc/kallsyms
}

# load_image [ADDRESS [OPTION...]]: load the one-page image of kx, by default
# into the first DIMM or, without any, into boot memory.
load_image() {
	kx load "$@" >/tmp/kx.out || die "load_image $*: $(cat /tmp/kx.out)"
	loaded 1 || die "load_image $*: not loaded"
}

# execute: kexec -e. The host watches what happens to the machine.
execute() {
	chan say exec
	kexec -e
	execute_result=$?
	chan say "exec-returned $execute_result"
	return $execute_result
}

# begin NAME COMMAND...: run it in the background; sets NAME_pid, writes
# /tmp/NAME.out.
begin() {
	begin_name=$1
	shift
	"$@" >"/tmp/$begin_name.out" 2>&1 &
	eval "${begin_name}_pid=$!"
}

# end_of NAME: wait for it and return its result; its output is printed.
end_of() {
	eval "wait \$${1}_pid"
	end_result=$?
	cat "/tmp/$1.out"
	return $end_result
}

# begin_load GATE [kx load's arguments]: start a load that stays in progress
# until open_gate GATE; end_of GATE returns its result. begin_load_file GATE:
# the same with kexec_file_load and a whole kernel.
begin_load() {
	begin_gate=$1
	shift
	begin_gated kx load "$@"
}
begin_load_file() {
	begin_gate=$1
	begin_gated kx load-file /boot/vmlinuz /boot/second.img "$SECOND_LINE"
}
# begin_waiting NAME [kx load's arguments]: start a process that loads on go
# NAME; end_of NAME returns its result.
begin_waiting() {
	begin_waiting=$1
	shift
	begin "$begin_waiting" kx load "$@" wait="/tmp/$begin_waiting"
	wait_for 20 test -p "/tmp/$begin_waiting" ||
		die "begin_waiting: $(cat "/tmp/$begin_waiting.out")"
}
go() {
	echo >"/tmp/$1"
}
begin_gated() {
	begin "$begin_gate" "$@" gate="/tmp/$begin_gate"
	wait_for 20 test -e "/tmp/$begin_gate.held" ||
		die "begin_load: $(cat "/tmp/$begin_gate.out")"
}
open_gate() {
	echo >"/tmp/$1"
}

# begin_hold NAME MILLISECONDS: a process that holds memory still until go NAME;
# what its release returned by end_of NAME. hold_of: what the status says of it,
# on one line.
begin_hold() {
	begin "$1" kx hold "$2" "/tmp/$1"
	wait_for 20 test -p "/tmp/$1" ||
		die "begin_hold: $(cat "/tmp/$1.out")"
}
hold_of() {
	kexecguardctl status --json | tr -d '\n' |
		grep -o '"hold": *\(null\|{[^}]*}\)'
}
is_held() {
	! hold_of | grep -q null
}
is_free() {
	hold_of | grep -q null
}

### stopping in the middle

# hold WHERE [PRIORITY]: make the kernel wait there the next time; see kgtest.c.
# By default after all other notifiers, of which the guard's is the last.
# wait_held: wait until it does. release: let it go on.
LAST=-2147483648
FIRST=2147483647
hold() {
	insmod /lib/modules/kgtest.ko hold="$1" priority="${2:-$LAST}" ||
		die "hold $1"
}
wait_held() {
	wait_for 20 reads /sys/module/kgtest/parameters/held Y ||
		die "nothing came to be held"
}
release() {
	echo 1 >/sys/module/kgtest/parameters/release
}

# inject ACTION ERRNO [PRIORITY]: another notifier fails ACTION, for example
# inject MEM_GOING_OFFLINE -16; ERRNO 0 stops that.
inject() {
	[ -d /sys/module/memory_notifier_error_inject ] ||
		modprobe memory-notifier-error-inject priority="${3:-0}" ||
		die "inject $1"
	echo "$2" >"/sys/kernel/debug/notifier-error-inject/memory/actions/$1/error" ||
		die "inject $1 $2"
}

### the guard

insmod_guard() {
	# shellcheck disable=SC2086
	if ! insmod /lib/modules/kexecguard.ko $GUARD_OPTIONS "$@" 2>/tmp/insmod.out; then
		check insmod FAIL "$(cat /tmp/insmod.out)"
		return 1
	fi
	wait_for 5 test -e $SYSFS/state || {
		check insmod FAIL "no $SYSFS/state"
		return 1
	}
}

remove_guard() {
	if rmmod kexecguard 2>/tmp/rmmod.out; then
		check rmmod ok
	else
		check rmmod FAIL "$(cat /tmp/rmmod.out)"
	fi
}

# state WORD, generation, counter NAME, missing
state() {
	reads $SYSFS/state "$1"
}
generation() {
	cat $SYSFS/generation
}
counter() {
	cat "$SYSFS/counters/$1"
}

# settled: nothing is in progress any more.
settled() {
	state idle || state loaded
}

# policy NAME=VALUE...: change at run time. set_policy NAME VALUE may fail.
policy() {
	for policy_word; do
		set_policy "${policy_word%%=*}" "${policy_word#*=}" ||
			die "policy $policy_word"
	done
}
set_policy() {
	echo "$2" >"$PARAMETERS/$1"
}

BUSY="Device or resource busy"
IN_USE="Resource temporarily unavailable"	# of rmmod

# grep_log EXPRESSION: whether the guard has logged it.
grep_log() {
	dmesg | grep -q "kexecguard: .*$1"
}

# ram_of DRIVER: print where the first System RAM of a driver starts.
ram_of() {
	sed -n "s/^ *\([0-9a-f]*\)-.*System RAM ($1)\$/0x\1/p" /proc/iomem |
		head -n1
}

# make_kmem: turn the persistent memory of "memmap=SIZE!START" into system RAM,
# as "ndctl create-namespace -m devdax" and "daxctl reconfigure-device" do.
make_kmem() {
	kmem_bus=/sys/bus/nd/devices
	modprobe nd_e820 && modprobe dax_pmem && modprobe device_dax &&
		modprobe kmem || die "kmem: no drivers"
	wait_for 5 test -s $kmem_bus/region0/dax_seed || die "kmem: no region"
	kmem_dax=$(cat $kmem_bus/region0/dax_seed)
	kmem_space=$kmem_bus/namespace0.0
	[ ! -e $kmem_space/driver ] ||
		echo namespace0.0 >$kmem_space/driver/unbind
	{
		cat /proc/sys/kernel/random/uuid >$kmem_bus/$kmem_dax/uuid &&
		echo pmem >$kmem_bus/$kmem_dax/mode &&
		echo 2097152 >$kmem_bus/$kmem_dax/align &&
		echo namespace0.0 >$kmem_bus/$kmem_dax/namespace &&
		echo "$kmem_dax" >/sys/bus/nd/drivers/dax_pmem/bind
	} || die "kmem: $kmem_dax"
	kmem_dev=$(ls /sys/bus/dax/devices | head -n1)
	echo "$kmem_dev" >/sys/bus/dax/drivers/device_dax/unbind
	echo "$kmem_dev" >/sys/bus/dax/drivers/kmem/new_id ||
		die "kmem: $kmem_dev"
	wait_for 5 grep -q "System RAM (kmem)" /proc/iomem ||
		die "kmem: no memory"
}
