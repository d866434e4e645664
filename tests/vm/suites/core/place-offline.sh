# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in offline memory is refused; the one before it stays
# kernels: amd64|debug
# skip: hot-added memory is never allowed on arm64; see place-arm64
load_image $LOW_ADDRESS
expect_is verdict-boot safe "$(cat $SYSFS/image/verdict)"
plug d1 512M
load_image $LOW_ADDRESS

expect_fail refused EADDRNOTAVAIL kx load "$d1_start"
expect reason grep_log \
	"segment 0 is unsafe: hot-added hot-pluggable offline not-firmware"
expect old-stays loaded 1
expect_is verdict-old safe "$(cat $SYSFS/image/verdict)"
expect_is counted 1 "$(cat $SYSFS/counters/loads_refused)"

# The place that kexec-tools choose by themselves: the top of the same DIMM.
expect_fail kexec-tools "Cannot assign requested address" kexec_load_kernel -c
expect still-old loaded 1

expect place-off set_policy placement off
expect allowed kx load "$d1_start"
expect_is verdict-off unsafe "$(cat $SYSFS/image/verdict)"
expect place-unsafe set_policy placement unsafe
expect_fail exec-refused EADDRNOTAVAIL kx exec
