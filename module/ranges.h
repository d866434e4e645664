/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists of ranges (struct kg_ranges) in kernel memory: each source of the memory
 * map adds to one.
 */
#ifndef KG_RANGES_H
#define KG_RANGES_H

#include "core/map.h"

/* Add a range. Return: 0, -ENOMEM, or -EINVAL if it is empty. May sleep. */
int kg_ranges_add(struct kg_ranges *list, u64 start, u64 end, u32 classes);

/*
 * Add a range from a firmware table: an empty one is skipped, one that ends
 * beyond the last address is cut off there. Return: 0 or -ENOMEM. May sleep.
 */
int kg_ranges_add_described(struct kg_ranges *list, u64 start, u64 size,
			    u32 classes);

#endif /* KG_RANGES_H */
