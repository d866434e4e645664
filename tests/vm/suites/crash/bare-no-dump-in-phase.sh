# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, the kernel holds its kexec lock in this phase, so there is no dump
# guard: no
# append: crashkernel=64M
# ends: crash
# allow: Kernel panic - not syncing: as asked
# allow: Call Trace
# each: load:machine_kexec_prepare load:kimage_load_segment
# each: unload:kimage_free exec:kernel_restart_prepare
. /suite/phases.inc
