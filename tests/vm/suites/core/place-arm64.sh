# SPDX-License-Identifier: GPL-2.0-or-later
# desc: arm64: images are refused in memory that the firmware did not describe at boot
# kernels: arm64
# skip: other machines start from hot-added memory; see place-removable
expect place set_policy placement unsafe
load_image $LOW_ADDRESS
expect_is verdict-boot safe "$(cat $SYSFS/image/verdict)"
plug d1 512M
load_image $LOW_ADDRESS
expect_fail offline EADDRNOTAVAIL kx load "$d1_start"
online d1
expect_fail online EADDRNOTAVAIL kx load "$d1_start"
expect reason grep_log "segment 0 is unsafe:.* hot-added.* not-firmware"
expect_fail nothing EADDRNOTAVAIL kx load 0x200000000
expect_fail device EADDRNOTAVAIL kx load 0x9000000

# Firmware's own memory, below all RAM that kexec-tools see.
expect_fail kexec-tools "Cannot assign requested address" \
	kexec_load_kernel -c --mem-min="$d1_start"
expect kexec-tools-boot kexec_load_kernel -c
expect_is verdict-kernel safe "$(cat $SYSFS/image/verdict)"
