# SPDX-License-Identifier: GPL-2.0-or-later
# desc: where the kernel holds its kexec lock there is no dump, with or without the guard
# append: crashkernel=64M
# ends: crash
# allow: Kernel panic - not syncing: as asked
# allow: Call Trace
# each: load:machine_kexec_prepare load:kimage_load_segment
# each: unload:kimage_free exec:kernel_restart_prepare
. /suite/phases.inc
