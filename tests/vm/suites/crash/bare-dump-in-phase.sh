# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, a panic in this phase boots the crash image
# guard: no
# append: crashkernel=64M
# ends: crash-kernel
# each: online:going_online-first online:going_online-last online:online-first
# each: online:online-last offline:going_offline-first
# each: offline:going_offline-last offline:offline-first offline:offline-last
# each: add:arch_add_memory add:create_memory_block_devices
# each: add-online:going_online-last add-online:online-last
# each: remove:arch_remove_memory remove:remove_memory_block_devices
# each: remove:try_remove_memory unplug:going_offline-last unplug:offline-first
# each: unplug:offline-last
. /suite/phases.inc
