# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, an image is loaded while memory goes offline
# guard: no
plug d1 512M
online d1
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect load kx load "$(start_of d1)"
expect loaded loaded 1
release
expect offline end_of offline
expect still-loaded loaded 1
