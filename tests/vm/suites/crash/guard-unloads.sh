# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a panic in the middle of an unload by the guard boots the crash image
# kernels: amd64|debug
# skip: the kernel shows no variables, so the unload is its own; see no-dump
# append: crashkernel=64M
# ends: crash-kernel
# each: online:kimage_free offline:kimage_free remove:kimage_free add:kimage_free
. /suite/phases.inc
