# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image loaded before the module is guarded, too
# guard: no
plug d1 512M
load_image "$(start_of d1)"
insmod_guard
expect state state loaded
expect unplug unplug d1
expect unloaded loaded 0
