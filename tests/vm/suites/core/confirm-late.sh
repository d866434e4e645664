# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a late confirmation does not unload somebody else's newer image
plug d1 512M
load_image $BOOT_ADDRESS
online d1
expect unloaded loaded 0
load_image $BOOT_ADDRESS
expect_fail late ESTALE kx confirm 0
expect kept loaded 1
expect state state loaded
expect_fail other ENODATA kx confirm "$(generation)" 1
expect own kx confirm "$(generation)" 2
expect still loaded 1

# An image that the policy kept is older than what is confirmed: unloaded.
policy policy=observe
set_blocks offline "$(last_block d1)" || die offline
expect observed loaded 1
expect_fail stale ESTALE kx confirm $(($(generation) - 1)) 2
expect gone loaded 0
