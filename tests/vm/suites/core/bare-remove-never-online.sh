# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, the same for a DIMM that was never online: no notifier is called
# guard: no
# ends: crash
plug d1 512M
load_image "$(start_of d1)"
expect unplug unplug d1
expect still-loaded loaded 1
execute
