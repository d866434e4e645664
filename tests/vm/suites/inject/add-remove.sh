# SPDX-License-Identifier: GPL-2.0-or-later
# desc: every allocation of the guard fails while memory is added and removed
# kernels: ^debug$
# skip: only the debug kernel fails allocations on request
. /suite/inject.inc
load_image $BOOT_ADDRESS
# Two words, start and end.
# shellcheck disable=SC2046
only_below $(guard_text)
spare add_memory_resource
faults times -1
faults probability 100
plug d1 512M
expect unloaded-add loaded 0
faults probability 0
load_image $BOOT_ADDRESS
spare try_remove_memory
faults probability 100
expect unplug unplug d1
expect unloaded-remove loaded 0
faults probability 0
expect_is missing none "$(cat $SYSFS/missing)"
