# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image in a DIMM that stays is executed: the guard does not interfere
# ends: second-kernel
plug d1 512M
online d1
load_image "$(start_of d1)"
expect state state loaded
expect exec-not-refused reads $SYSFS/counters/execs_refused 0
execute
