# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in a hot-added DIMM works, and is refused if placement is strict
# ends: second-kernel
plug d1 512M
online d1
load_image "$d1_start"
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
expect strict set_policy placement strict
expect_fail refused EADDRNOTAVAIL kx load "$d1_start"
expect_fail exec-refused EADDRNOTAVAIL kx exec
expect_fail nonsense "Invalid argument" set_policy placement whatever
expect boot-memory kx load 0x10000000
expect_is verdict-boot safe "$(cat $SYSFS/image/verdict)"
load_image 0x10000000
expect unsafe-only set_policy placement unsafe
load_image "$d1_start"
execute
