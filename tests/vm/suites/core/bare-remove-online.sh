# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, an image whose DIMM was pulled is executed
# guard: no
# ends: crash
plug d1 512M
online d1
load_image "$(start_of d1)"
expect unplug unplug d1
expect still-loaded loaded 1
execute
