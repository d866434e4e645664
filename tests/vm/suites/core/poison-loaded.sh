# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a page of the image is retired after a hardware error: that image is unloaded with its reason; others stay
# kernels: ^6\.1-amd64|^(6\.12|7\.).*amd64
# skip: needs MEMORY_FAILURE
# append: nokaslr
#
# No kernel image lies at the addresses that are retired.
elsewhere=$((BOOT_ADDRESS + 0x1000000))
kernels=$((0x$(sed -n 's/^ *\([0-9a-f]*\)-.* : Kernel code$/\1/p' /proc/iomem)))
kexecguardctl monitor --json >/tmp/events &
monitor=$!
give_up() {
	echo "$2" 2>/dev/null >$MEMORY/$1_offline_page
}
load_image $BOOT_ADDRESS
before=$(generation)
expect beside give_up hard $elsewhere
expect kept loaded 1
expect_is no-change "$before" "$(generation)"

expect hard give_up hard $BOOT_ADDRESS
expect hard-unloaded loaded 0
expect_is map-stands "$before" "$(generation)"
expect log sh -c 'dmesg | grep -q "memory page-lost: unloaded the kexec image"'
expect event wait_for 5 grep -q '"cause": *"page-lost"' /tmp/events
expect trigger wait_for 5 grep -q '"trigger": *"page-lost"' /tmp/events

# The retired page is no destination any more; its neighbour is.
expect_fail same-place EADDRNOTAVAIL kx load $BOOT_ADDRESS
soft=$((BOOT_ADDRESS + 0x1000))
load_image $soft
expect soft give_up soft $soft
expect soft-unloaded loaded 0

# A policy can keep an image through changes of memory, not through errors.
soft=$((BOOT_ADDRESS + 0x2000))
policy policy=observe
load_image $soft
expect observe give_up soft $soft
expect observe-unloaded loaded 0
policy policy=strict

# A reserved page may hold a part of the image.
last=$((BOOT_ADDRESS + 0x3000))
begin_load late $last
give_up hard $kernels
open_gate late
expect_fail late-refused EBUSY end_of late
expect late-gone loaded 0
load_image $last
give_up hard $((kernels + 0x1000))
expect kernels-unloaded loaded 0
kill $monitor
wait $monitor
