# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image that the policy keeps through a change is not called valid, nor is one from an older map
plug d1 512M
verdict() {
	kexecguardctl --json status | grep -q "\"verdict\": *\"$1\""
}
policy policy=observe
begin_waiting old $BOOT_ADDRESS
set_blocks online_movable "$(first_block d1)" || die online
go old
expect observed end_of old
expect observed-loaded loaded 1
expect observed-old verdict outdated
expect new kx load $BOOT_ADDRESS
expect new-valid verdict valid

# A stale reader counts as soon as the policy asks about it.
policy policy=map
expect map kx load $BOOT_ADDRESS
set_blocks online_movable "$(last_block d1)" || die online
expect kept loaded 1
expect kept-valid verdict valid
policy policy=strict
expect stricter verdict outdated
expect_fail check "" kexecguardctl check
begin_waiting late $BOOT_ADDRESS
go late
expect late end_of late
expect late-valid verdict valid
