# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the guard can unload where user space no longer may
plug d1 512M
load_image $BOOT_ADDRESS
echo 1 >/proc/sys/kernel/kexec_load_disabled
expect_fail user EPERM kx unload
expect unplug unplug d1
expect unloaded loaded 0
