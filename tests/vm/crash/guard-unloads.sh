# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a panic in the middle of the guard's own unload is as in the kernel's
# append: crashkernel=64M
# ends: crash
# allow: Kernel panic - not syncing: as asked
# allow: Call Trace
# each: online:kimage_free offline:kimage_free remove:kimage_free add:kimage_free
. /suite/phases.inc
