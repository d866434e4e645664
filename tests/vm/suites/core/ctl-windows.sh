# SPDX-License-Identifier: GPL-2.0-or-later
# desc: windows, check and map beside a DIMM, virtio-mem and kmem
# kernels: amd64|debug|file
# skip: made from a memmap= that only x86 has
# memory: 2G,slots=4,maxmem=8G
# append: memmap=512M!512M
# qemu: -object memory-backend-ram,id=vmem0,size=2G
# qemu: -device virtio-mem-pci,id=vm0,memdev=vmem0,requested-size=0
# modules: nd_e820 libnvdimm dax_pmem device_dax kmem virtio_pci virtio_mem
export COLUMNS=200
draw() {
	kexecguardctl map --width 80 >/tmp/map.out || return 1
	cat /tmp/map.out >/dev/console
}
# at ADDRESS WORD...: the range that starts there is described by each word.
at() {
	kexecguardctl windows --all -o START,WINDOW,LEVEL,REASONS >/tmp/at.out
	at_line=$(grep "^$(printf '0x%012x' "$1")" /tmp/at.out) || {
		cat /tmp/at.out
		return 1
	}
	shift
	for at_word; do
		case " $at_line, " in
		*[\ ]"$at_word"[\ ,]*) ;;
		*) echo "$at_word: $at_line"; return 1 ;;
		esac
	done
}
# result COMMAND...: print its exit code. says TEXT: its output has TEXT.
result() {
	"$@" >/tmp/result.out 2>&1
	echo $?
}
says() {
	grep -q "$@" /tmp/result.out || {
		cat /tmp/result.out
		return 1
	}
}
verdict() {
	cat $SYSFS/image/verdict
}
segments() {
	kexecguardctl check --json | sed -n 's/.*"start": *\([0-9]*\).*/\1/p'
}
# within MIN MAX: all segments of the image lie there; MAX is the last byte.
within() {
	within_segments=$(segments)
	[ -n "$within_segments" ] || return 1
	for within_start in $within_segments; do
		[ "$within_start" -ge $(($1)) ] &&
			[ "$within_start" -lt $(($2)) ] || return 1
	done
}

plug d1 512M
online d1
make_kmem
kmem_start=$(ram_of kmem)
load_virtio_mem
virtio_mem vm0 256M
wait_for 10 grep -q "System RAM (virtio_mem)" /proc/iomem ||
	die "no virtio-mem memory"
virtio_start=$(ram_of virtio_mem)

# What the guard reports for each range.
expect draw draw
expect map-boot grep -q '^B  boot memory  *safe' /tmp/map.out
expect map-dimm grep -q '^M  movable zone  *removable  *512 MiB' /tmp/map.out
expect map-driver grep -q '^D  driver-managed  *unsafe' /tmp/map.out
expect boot at 0x100000 yes safe
expect dimm at "$d1_start" no removable hot-added movable
expect kmem at "$kmem_start" no unsafe driver
expect virtio at "$virtio_start" no unsafe driver
expect_is windows 0 "$(result kexecguardctl windows --size 64M)"
expect_is nowhere 1 "$(result kexecguardctl windows --size 64G)"
expect_is nowhere-args 1 \
	"$(result kexecguardctl windows --kexec-args --size 64G)"

# The files give the same result as the guard.
expect files sh -c 'kexecguardctl windows >/tmp/a &&
	kexecguardctl windows --sysroot / >/tmp/b && diff /tmp/a /tmp/b'

# kexec-tools alone take the DIMM; within the bounds, boot memory.
expect_is check-none 1 "$(result kexecguardctl check)"
expect none-said says "none loaded"
expect unbounded kexec_load_kernel -c
expect_is unbounded-verdict removable "$(verdict)"
expect_is check-removable 0 "$(result kexecguardctl check)"
expect removable-said says "removable memory"
args=$(kexecguardctl windows --kexec-args --size 256M) || die "no window"
# shellcheck disable=SC2086
expect bounded kexec_load_kernel -c $args
expect_is verdict safe "$(verdict)"
min=${args#--mem-min=}
# shellcheck disable=SC2086
expect within within ${min%% *} ${args##*=}
expect_is check-safe 0 "$(result kexecguardctl check)"
expect pages-said says "pages: .*all of them sound"
expect draw-image draw
expect image-drawn grep -q '^0x.*#' /tmp/map.out
expect image-legend grep -q '^#  the loaded image  *safe' /tmp/map.out

# Addresses are for privileged users, the verdict for everybody.
mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
unprivileged() {
	start-stop-daemon -S -c nobody -x /bin/kexecguardctl -- "$@"
}
expect_fail map-unprivileged "needs root" unprivileged map
expect_fail windows-unprivileged "needs root" unprivileged windows
expect check-unprivileged unprivileged check

# After a change no image is loaded; in a driver's memory none may be.
expect unplug unplug d1
expect_is check-after 1 "$(result kexecguardctl check)"
expect_fail dimm-gone "" at "$d1_start" hot-added
policy placement=off
load_image "$kmem_start"
expect_is check-unsafe 1 "$(result kexecguardctl check)"
expect unsafe-said says "unsafe.*driver"
