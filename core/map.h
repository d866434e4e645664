/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The memory map: what is known of each range of physical memory. Sorted,
 * disjoint ranges of classes, in storage that the caller owns. Takes no lock: the
 * caller admits one writer, and no reader while it writes.
 */
#ifndef KG_MAP_H
#define KG_MAP_H

#include <linux/kexecguard.h>

#include "portable.h"
#include "span.h"

/*
 * A range has any number of classes (enum kexecguard_class); memory of which
 * nothing is known has none and is a hole. Classes use the lower 14 bits of a
 * u32 and no others: see the reasons in window.h.
 */
#define KG_NR_CLASSES	14
#define KG_CLASSES	(((u32)1 << KG_NR_CLASSES) - 1)

/**
 * struct kg_range - a range and what is known of it
 * @span: the range
 * @classes: enum kexecguard_class bits, never 0
 */
struct kg_range {
	struct kg_span span;
	u32 classes;
};

/**
 * struct kg_ranges - a growing list of ranges; a map is built from one
 * @ranges: the ranges, in any order
 * @nr: how many there are
 * @capacity: how many fit
 *
 * The list is the caller's, as is its storage: the pure files allocate nothing.
 */
struct kg_ranges {
	struct kg_range *ranges;
	size_t nr;
	size_t capacity;
};

/**
 * struct kg_map - the ranges, sorted, disjoint, each as long as possible
 * @ranges: the caller's storage
 * @capacity: how many ranges it holds
 * @count: how many there are
 */
struct kg_map {
	struct kg_range *ranges;
	size_t capacity;
	size_t count;
};

/**
 * struct kg_edge - scratch of kg_map_build(): where a class begins or ends
 * @address: where
 * @classes: which classes
 * @step: what that adds to their counters: 1, or -1 where they end
 */
struct kg_edge {
	u64 address;
	u32 classes;
	u32 step;
};

/* How many edges kg_map_build() needs for so many inputs. */
#define KG_MAP_EDGES(nr)	((size_t)4 * (nr))

void kg_map_init(struct kg_map *map, struct kg_range *storage,
		 size_t capacity);
int kg_map_build(struct kg_map *map, const struct kg_range *inputs, size_t nr,
		 struct kg_edge *edges, size_t nr_edges);
int kg_map_update(struct kg_map *map, struct kg_span span, u32 set, u32 clear);
bool kg_map_disbelieve(struct kg_map *map);
u32 kg_map_classes(const struct kg_map *map, u64 address);

/**
 * kg_map_at - a range by its index in the order
 * @map: the map
 * @index: 0 to @map->count - 1
 *
 * Return: the range, valid until the map changes.
 */
static inline const struct kg_range *kg_map_at(const struct kg_map *map,
					       size_t index)
{
	return &map->ranges[index];
}

/**
 * kg_map_search - the first range that reaches beyond an address, in a part of
 * the map
 * @map: the map
 * @address: the address
 * @low: no range below this index reaches beyond @address
 * @high: the range at this index does, or it is @map->count
 *
 * Return: the index.
 */
static inline size_t kg_map_search(const struct kg_map *map, u64 address,
				   size_t low, size_t high)
{
	size_t middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (kg_map_at(map, middle)->span.end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/**
 * kg_map_find - the first range that reaches beyond an address
 * @map: the map
 * @address: the address
 *
 * Return: the index of the first range whose end is larger than @address,
 * @map->count if there is none.
 */
static inline size_t kg_map_find(const struct kg_map *map, u64 address)
{
	return kg_map_search(map, address, 0, map->count);
}

#endif /* KG_MAP_H */
