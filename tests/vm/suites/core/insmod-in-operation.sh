# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module is inserted in the middle of an operation
# guard: no
plug d1 512M
online d1
load_image "$(start_of d1)"
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
begin insmod insmod_guard
release
expect offline end_of offline
expect insmod end_of insmod
# It sees the whole operation or only its end; no state is left over.
expect state wait_for 5 settled
load_image $BOOT_ADDRESS
expect unplug unplug d1
expect unloaded loaded 0
