# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image is refused where there is no memory, or no longer
# kernels: amd64|debug
# skip: hot-added memory is never allowed on arm64; see place-arm64
expect_fail nothing EADDRNOTAVAIL kx load 0x200000000
expect reason grep_log "segment 0 is unsafe:.* not-ram"
expect_fail mmio EADDRNOTAVAIL kx load 0xa0000
plug d1 512M
online d1
expect in-dimm kx load "$d1_start"
expect unplug unplug d1
expect_fail gone EADDRNOTAVAIL kx load "$d1_start"
plug d1 512M
online d1
expect back kx load "$d1_start"
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
