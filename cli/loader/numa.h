/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel keeps a loaded image in pages that it cannot move, so the memory
 * that they are in cannot be pulled. This keeps them off NUMA nodes that have
 * removable memory, if there are other nodes.
 */
#ifndef CTL_NUMA_H
#define CTL_NUMA_H

#include "guard.h"

void numa_prefer_fixed(const struct context *ctx, struct kguard *guard);

#endif /* CTL_NUMA_H */
