/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The logical memory blocks (LMBs) of a pSeries, from the device tree: the
 * pieces in which the hypervisor gives memory and takes it back.
 */
#ifndef KG_LMB_H
#define KG_LMB_H

#include "core/span.h"

/**
 * struct kg_lmb - an LMB
 * @span: its memory
 * @index: of its connector (DRC), by which the hypervisor knows it
 * @flags: DRCONF_MEM_*
 */
struct kg_lmb {
	struct kg_span span;
	u32 index;
	u32 flags;
};

/**
 * kg_lmbs_walk() - look at each LMB, the absent ones included
 * @visit: called for each, in the order of the tree; not 0 ends the walk
 * @data: passed to @visit
 *
 * Return: what @visit returned, 0 also if there are no LMBs.
 * Context: process, sleeps if @visit does.
 */
int kg_lmbs_walk(int (*visit)(const struct kg_lmb *lmb, void *data),
		 void *data);

#endif /* KG_LMB_H */
