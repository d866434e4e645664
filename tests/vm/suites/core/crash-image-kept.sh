# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a crash image stays loaded through add, online, offline and remove
# append: crashkernel=192M
expect load kexec_load_crash -a
load_image $BOOT_ADDRESS
plug d1 512M
expect unloaded loaded 0
expect kept-add crash_loaded 1
online d1
expect kept-online crash_loaded 1
offline d1
expect kept-offline crash_loaded 1
expect unplug unplug d1
expect kept-remove crash_loaded 1
