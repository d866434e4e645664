# SPDX-License-Identifier: GPL-2.0-or-later
# desc: after a reload, kexec reaches the second kernel with the guard inserted
# ends: second-kernel
plug d1 512M
online d1
expect load kexec_load_kernel -a
expect unplug unplug d1
expect unloaded loaded 0
expect reload kexec_load_kernel -a
execute
