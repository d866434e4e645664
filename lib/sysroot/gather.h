/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * A growing list of ranges with classes: what the readers of one machine's
 * files put down, and what its fact map is built from.
 */
#ifndef KG_GATHER_H
#define KG_GATHER_H

#include "core/map.h"

/**
 * struct kg_gather - the list
 * @ranges: the ranges, in any order
 * @nr: how many there are
 * @capacity: how many fit
 */
struct kg_gather {
	struct kg_range *ranges;
	size_t nr;
	size_t capacity;
};

int kg_gather_add(struct kg_gather *gather, struct kg_span span, u32 classes);
int kg_gather_mark_ram(struct kg_gather *gather,
		       const struct kg_gather *except, u32 classes);
int kg_gather_build(const struct kg_gather *gather, struct kg_map *map);
void kg_gather_free(struct kg_gather *gather);

#endif /* KG_GATHER_H */
