# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each allocation of this operation fails once; the image's state matches the result
# kernels: ^debug$
# skip: only the debug kernel fails allocations on request
# timeout: 180
# each: online offline
. /suite/inject.inc
# KASAN's own notifier warns when it finds no memory.
faults stacktrace-depth 32
spare kasan_mem_notifier
plug d1 256M
injected "$EACH" "$MEMORY/$(last_block d1)/state"
