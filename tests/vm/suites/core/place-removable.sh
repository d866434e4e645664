# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in a hot-added DIMM works, and is refused if placement is strict
# kernels: amd64|debug
# skip: hot-added memory is never allowed on arm64; see place-arm64
# ends: second-kernel
plug d1 512M
online d1
load_image "$d1_start"
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
expect strict set_policy placement strict
expect_fail refused EADDRNOTAVAIL kx load "$d1_start"
expect_fail exec-refused EADDRNOTAVAIL kx exec
expect_fail nonsense "Invalid argument" set_policy placement whatever
expect boot-memory kx load $LOW_ADDRESS
expect_is verdict-boot safe "$(cat $SYSFS/image/verdict)"
load_image $LOW_ADDRESS
expect unsafe-only set_policy placement unsafe
load_image "$d1_start"
execute
