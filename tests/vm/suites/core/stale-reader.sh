# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec_load() by a process that may have read its map before memory changed
# modules: memory-notifier-error-inject
plug d1 512M
begin_waiting old $BOOT_ADDRESS
begin_waiting child $BOOT_ADDRESS fork
begin_waiting announced $BOOT_ADDRESS announce
begin_waiting before $BOOT_ADDRESS announce-first
begin_waiting again $BOOT_ADDRESS announce-first announce
cancelled() {
	inject MEM_GOING_ONLINE -16
	expect_fail online "" set_blocks online_movable "$(first_block d1)"
	inject MEM_GOING_ONLINE 0
}
begin_waiting undisturbed $BOOT_ADDRESS
cancelled
go undisturbed
expect undisturbed end_of undisturbed
expect undisturbed-loaded loaded 1
online d1
expect unloaded loaded 0

go old
expect_fail old EBUSY end_of old
expect said grep_log "run it again"
go child
expect_fail child EBUSY end_of child
go before
expect_fail announced-before EBUSY end_of before
expect nothing loaded 0
go announced
expect announced end_of announced
expect announced-loaded loaded 1
expect announced-valid kexecguardctl check
expect unload kx unload
go again
expect announced-again end_of again
expect again-loaded loaded 1
expect unload-again kx unload

# A process that starts now has read nothing.
expect new kx load $BOOT_ADDRESS
expect new-loaded loaded 1
expect new-valid kexecguardctl check
# Neither has its child.
expect new-child kx load $BOOT_ADDRESS fork
# Unloading is always allowed.
expect unload-new kx unload
