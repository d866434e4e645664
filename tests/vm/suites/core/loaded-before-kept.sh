# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image loaded before the module stays and runs while nothing changes
# guard: no
# ends: second-kernel
load_image $BOOT_ADDRESS
insmod_guard
expect state state loaded
execute
