# SPDX-License-Identifier: GPL-2.0-or-later
# desc: policy observe reports and unloads nothing
policy policy=observe
load_image $BOOT_ADDRESS
before=$(generation)
plug d1 512M
online d1
offline d1
expect unplug unplug d1
expect kept loaded 1
expect generation test "$(generation)" -gt "$before"
expect unloads reads $SYSFS/counters/unloads 0
