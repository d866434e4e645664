# SPDX-License-Identifier: GPL-2.0-or-later
# desc: arm64: page tables are not freed while a load walks them
# kernels: [67]\..*arm64
# skip: other kernels do not go through the page tables of memory
kgslow=/sys/module/kgslow/parameters
slow() {
	insmod /lib/modules/kgslow.ko "$@" || die "kgslow $*"
}
wait_entered() {
	wait_for 20 reads $kgslow/entered 1 || die "nothing is held"
}
go_on() {
	echo 1 >$kgslow/release
}
plug d1 512M
plug d2 512M

# A load that was admitted before walks them while they are being freed.
begin_load late $BOOT_ADDRESS segments=2 gate-at=1
slow function=arch_remove_memory
unplug_start d1
wait_entered
open_gate late
expect_fail late-load EBUSY end_of late
expect told grep_log "load stopped, memory is being removed"
go_on
expect unplug unplug_wait d1
expect not-loaded wait_for 5 loaded 0
expect mended rmmod kgslow

# A removal begins while a load walks them.
slow function=trans_pgd_create_copy other=arch_remove_memory
begin load kx load $BOOT_ADDRESS
wait_entered
unplug_start d2
sleep 1
go_on
expect unplug-again unplug_wait d2
end_of load >/dev/null
expect not-overtaken reads $kgslow/overtaken N
expect outdated wait_for 5 loaded 0
expect state wait_for 5 state idle
