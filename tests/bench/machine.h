/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machines of any size to measure on: ranges as several sources report them.
 */
#ifndef KG_BENCH_MACHINE_H
#define KG_BENCH_MACHINE_H

#include <stdbool.h>

#include "core/map.h"

#define BLOCK_SIZE	((u64)128 << 20)

void machine_inputs(struct kg_range *inputs, size_t nr);
void machine_shuffle(struct kg_range *inputs, size_t nr);
void machine_blocks(struct kg_map *map, size_t nr);

struct kg_span machine_block(size_t index);

void *machine_memory(size_t nr, size_t size);

#endif /* KG_BENCH_MACHINE_H */
