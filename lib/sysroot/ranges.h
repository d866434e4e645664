/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * A growing list of ranges with classes: filled by the readers of a machine's
 * files; its memory map is built from it.
 */
#ifndef KG_RANGES_H
#define KG_RANGES_H

#include "core/map.h"

int kg_ranges_add(struct kg_ranges *list, struct kg_span span, u32 classes);
int kg_ranges_mark_ram(struct kg_ranges *list,
		       const struct kg_ranges *except, u32 classes);
int kg_ranges_build(const struct kg_ranges *list, struct kg_map *map);
void kg_ranges_free(struct kg_ranges *list);

#endif /* KG_RANGES_H */
