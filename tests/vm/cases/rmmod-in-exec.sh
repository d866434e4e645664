# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module cannot take a kexec down that has begun
# ends: second-kernel
load_image $BOOT_ADDRESS
hold exec
begin execute kexec -e
wait_held
expect state state executing
begin rmmod rmmod kexecguard
usleep 300000
chan say exec
release
sleep 30
