# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DIMM is pulled while online: the image is unloaded, kexec refuses
plug d1 512M
online d1
load_image "$(start_of d1)"
before=$(generation)
expect unplug unplug d1
expect unloaded loaded 0
expect state state idle
expect generation test "$(generation)" -gt "$before"
expect_fail exec "Nothing has been loaded" execute
