# SPDX-License-Identifier: GPL-2.0-or-later
# desc: before execution, segments are checked again against the memory of that moment
# kernels: amd64|debug
# skip: hot-added memory is never allowed on arm64; see place-arm64
# ends: second-kernel
plug d1 512M
online d1
expect policy set_policy policy map
load_image "$d1_start"
expect offline set_blocks offline "$(first_block d1)"
expect kept loaded 1
expect_is verdict unsafe "$(cat $SYSFS/image/verdict)"
expect_fail refused EADDRNOTAVAIL kx exec
expect still-there loaded 1
expect_is state loaded "$(cat $SYSFS/state)"
expect online-again set_blocks online_movable "$(first_block d1)"
expect_is verdict-again removable "$(cat $SYSFS/image/verdict)"
execute
