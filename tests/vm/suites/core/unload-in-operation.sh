# SPDX-License-Identifier: GPL-2.0-or-later
# desc: user space can still unload while memory changes
plug d1 512M
online d1
load_image $BOOT_ADDRESS
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
kx unload >/tmp/unload.out
expect unloaded loaded 0
release
expect offline end_of offline
expect still-unloaded loaded 0
