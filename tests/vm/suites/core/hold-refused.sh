# SPDX-License-Identifier: GPL-2.0-or-later
# desc: when a hold is refused, and to whom
# ends: second-kernel
plug d1 512M
online d1
expect_fail nothing-loaded ENODATA kx hold 1000
load_image $BOOT_ADDRESS
expect_fail zero EINVAL kx hold 0
expect_fail too-long EINVAL kx hold 600001
expect longest kx hold 600000
expect closed is_free
mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
expect_fail unprivileged EPERM \
	start-stop-daemon -S -c nobody -x /bin/kx -- hold 1000

hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_fail changing EBUSY kx hold 1000
release
expect offline end_of offline
rmmod kgtest || die rmmod
expect_fail unloaded ENODATA kx hold 1000

load_image $BOOT_ADDRESS
begin_hold holder 60000
hold exec
begin execute kexec -e
wait_held
expect_fail executing EBUSY kx hold 1000
# What was held before stands.
expect held is_held
chan say exec
release
sleep 30
