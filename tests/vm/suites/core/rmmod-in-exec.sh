# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module cannot be removed during a kexec
# ends: second-kernel
load_image $BOOT_ADDRESS
hold exec
begin execute kexec -e
wait_held
expect state state executing
expect_fail in-use "$IN_USE" rmmod kexecguard
expect still state executing
chan say exec
release
sleep 30
