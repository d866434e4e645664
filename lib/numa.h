/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The kernel keeps a loaded image in pages that it cannot move, so the memory
 * that they are in cannot be pulled. This keeps them off NUMA nodes that have
 * removable memory, if there are other nodes.
 */
#ifndef KG_NUMA_H
#define KG_NUMA_H

#include "kguard.h"

/* The most that a kernel can be built for, on any architecture. */
#define NODES_MAX 1024

/**
 * struct kg_nodes - a task's memory policy
 * @mode: its mode; below 0 if it is unknown
 * @mask: its nodes
 */
struct kg_nodes {
	int mode;
	unsigned long mask[NODES_MAX / (8 * sizeof(unsigned long))];
};

void kg_numa_prefer_fixed(struct kguard *guard, const char *root,
			  struct kg_nodes *before);
void kg_numa_restore(const struct kg_nodes *before);

#endif /* KG_NUMA_H */
