# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl unload works where kexec -u is switched off
load_image $BOOT_ADDRESS
echo 1 >/proc/sys/kernel/kexec_load_disabled
expect_fail kexec-u "" kexec -u
expect unload kexecguardctl unload
expect unloaded loaded 0
