# SPDX-License-Identifier: GPL-2.0-or-later
# desc: both load syscalls are refused while memory goes offline
plug d1 512M
online d1
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail kexec-load EBUSY kx load $BOOT_ADDRESS
expect_fail kexec-tools-c "$BUSY" kexec_load_kernel -c
! has_file_load ||
	expect_fail kexec-tools-s "$BUSY" kexec_load_kernel -s
expect_fail kexec-tools-auto "$BUSY" kexec_load_kernel -a
expect not-loaded loaded 0
expect counted test "$(counter loads_refused)" -ge 3
release
expect offline end_of offline
expect load-after kx load $BOOT_ADDRESS
expect loaded loaded 1
