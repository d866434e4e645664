# SPDX-License-Identifier: GPL-2.0-or-later
# desc: arm64: images are refused where firmware or kernel have reserved memory
# kernels: arm64
# skip: there the firmware's own memory is not System RAM
# qemu: -machine gic-version=3
#
# With this interrupt controller the kernel reserves tables that the hardware
# keeps writing to, even under the next kernel.
expect place set_policy placement unsafe
ram_children() {
	awk '/^[^ ]/ { ram = /System RAM/ } ram && /^  [^ ]/' /proc/iomem |
		grep " : $1" | sed 's/^ *\([0-9a-f]*\)-.*/0x\1/'
}
reserved=$(ram_children reserved)
expect some test -n "$reserved"
page=$(kx page-size)
for address in $(echo "$reserved" | head -n 1) \
	$(echo "$reserved" | tail -n 1); do
	address=$((address / page * page))
	expect_fail "refused-$address" EADDRNOTAVAIL kx load "$address"
done
expect reason grep_log "segment 0 is unsafe:.* reserved"
expect free kx load $BOOT_ADDRESS
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect kexec-tools kexec_load_kernel -c
expect_is verdict-kernel safe "$(cat $SYSFS/image/verdict)"
