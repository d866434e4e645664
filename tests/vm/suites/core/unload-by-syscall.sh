# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without variables and do_kexec_load(), the syscall's function unloads
# kernels: no-data|^6\.1-ppc64el
# skip: other kernels have do_kexec_load(), or show their variables
# ends: second-kernel
# timeout: 120
expect missing reads $SYSFS/missing none
expect_fail no-function "" grep -q ' do_kexec_load$' /proc/kallsyms
expect_fail no-variable "" grep -q ' kexec_image$' /proc/kallsyms

plug d1 512M
online d1
load_image $BOOT_ADDRESS
expect offline set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
expect idle state idle

# On request, and by a load that has to go at its end.
load_image $BOOT_ADDRESS
expect unload kexecguardctl unload
expect unload-loaded loaded 0
begin_load late $BOOT_ADDRESS
expect unplug unplug d1
open_gate late
expect_fail late-load EBUSY end_of late
expect late-gone wait_for 5 loaded 0

load_image $BOOT_ADDRESS
expect valid kexecguardctl status
execute
