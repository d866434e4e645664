# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, the same for blocks that went offline before the DIMM was pulled
# guard: no
# ends: crash
plug d1 512M
online d1
load_image "$(start_of d1)"
offline d1
expect unplug unplug d1
expect still-loaded loaded 1
execute
