/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The memory blocks of /sys/devices/system/memory: what is offline, and what is
 * in a movable zone.
 */
#ifndef KG_BLOCKS_H
#define KG_BLOCKS_H

#include "ranges.h"
#include "text.h"

int kg_block_size_parse(struct kg_text text, u64 *size);
int kg_block_parse(u64 size, struct kg_text index, struct kg_text state,
		   struct kg_text zones, struct kg_range *block);
int kg_blocks_apply(const struct kg_ranges *blocks, struct kg_ranges *list);

#endif /* KG_BLOCKS_H */
