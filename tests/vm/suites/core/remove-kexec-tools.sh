# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a whole kernel that kexec-tools put into the DIMM is unloaded when the DIMM is pulled
plug d1 512M
online d1
expect load kexec_load_kernel -c
expect unplug unplug d1
expect unloaded loaded 0
expect_fail exec "Nothing has been loaded" execute
