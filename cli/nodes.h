/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the kernel keeps an image until it executes: in pages that it cannot
 * move, so that the memory in which they are cannot be pulled. This keeps them
 * off NUMA nodes that have such memory, where there are others.
 */
#ifndef CTL_NODES_H
#define CTL_NODES_H

#include "guard.h"

void nodes_prefer_fixed(const struct context *ctx, struct kguard *guard);

#endif /* CTL_NODES_H */
