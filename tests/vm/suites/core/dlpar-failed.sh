# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DLPAR request that fails has not changed memory; one by hand has
# kernels: ppc64el
# skip: only a pSeries asks for memory by DLPAR
# timeout: 180
dlpar() {
	echo "memory $*" >/sys/kernel/dlpar
}
plug d1 512M
load_image $BOOT_ADDRESS
before=$(generation)
expect_fail too-many "" dlpar remove count 4000
expect_fail no-such "" dlpar add index 0x8fffffff
expect kept loaded 1
expect_is generation "$before" "$(generation)"

# The connector of an LMB is named by its place.
index=$(printf '0x%x' $((0x80000000 + $(start_of d1) / 0x10000000)))
expect remove dlpar remove index "$index"
expect remove-unloaded loaded 0
expect remove-gone test ! -e "$MEMORY/$(first_block d1)"
load_image $BOOT_ADDRESS
expect valid state loaded
