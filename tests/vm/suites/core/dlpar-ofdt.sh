# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory that is entered into the device tree by hand outdates the image
# kernels: ppc64el
# skip: only a pSeries has a device tree that is written by hand
[ -e /proc/powerpc/ofdt ] || die "no ofdt"
load_image $BOOT_ADDRESS
before=$(generation)
printf 'add_node /kgtest name 7 kgtest\0' >/proc/powerpc/ofdt ||
	die "add_node kgtest"
expect other loaded 1
expect_is other-generation "$before" "$(generation)"
printf 'add_node /memory@70000000 name 7 memory\0 device_type 7 memory\0 reg 16 \0\0\0\0\160\0\0\0\0\0\0\0\20\0\0\0' \
	>/proc/powerpc/ofdt || die "add_node memory"
expect unloaded loaded 0
expect generation test "$(generation)" -gt "$before"
