# SPDX-License-Identifier: GPL-2.0-or-later
# desc: while memory is held still, offline, online and add are refused; kexec is not
# ends: second-kernel
plug d1 512M
online d1
set_blocks offline "$(last_block d1)" || die offline
load_image $BOOT_ADDRESS
before=$(generation)
begin_hold holder 60000
expect_fail offline "$BUSY" set_blocks offline "$(first_block d1)"
expect_fail online "$BUSY" set_blocks online_movable "$(last_block d1)"
expect_fail unplug refused unplug d1
# The kernel tells firmware that all is well even if it cannot add the memory.
# shellcheck disable=SC2046
set -- $(chan ask "plug d2 256M")
set_range d2 $(($2)) $(($2 + $3))
has_vetoed() {
	[ "$(counter vetoes)" -ge "$1" ]
}
expect vetoes wait_for 5 has_vetoed 4
expect add test ! -e "$MEMORY/$(first_block d2)"
expect kept loaded 1
expect_is generation "$before" "$(generation)"

# Not even the policy that unloads before the operation is asked.
policy policy=strict,offline=release
expect_fail release "$BUSY" set_blocks offline "$(first_block d1)"
expect still-kept loaded 1

# Images come and go as ever.
expect unload kx unload
expect unloaded loaded 0
load_image $BOOT_ADDRESS
expect held is_held
execute
