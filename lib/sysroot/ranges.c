// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A growing list of ranges, and the map built from it.
 */
#include "ranges.h"

#include <stdlib.h>

/* Sixteen million ranges; no machine has that many. */
#define RANGES_MAX	((size_t)1 << 24)

/**
 * kg_ranges_add - add a range
 * @list: the list, all zero at first
 * @span: the range
 * @classes: its classes
 *
 * Return: 0, -ENOMEM, or -E2BIG if there are too many ranges.
 */
int kg_ranges_add(struct kg_ranges *list, struct kg_span span, u32 classes)
{
	struct kg_range *larger;
	size_t capacity;

	if (list->nr == list->capacity) {
		capacity = list->capacity ? 2 * list->capacity : 64;
		if (capacity > RANGES_MAX)
			return -E2BIG;
		larger = realloc(list->ranges, capacity * sizeof(*larger));
		if (!larger)
			return -ENOMEM;
		list->ranges = larger;
		list->capacity = capacity;
	}
	list->ranges[list->nr].span = span;
	list->ranges[list->nr].classes = classes;
	list->nr++;
	return 0;
}

/**
 * kg_ranges_build - build the map from a list
 * @list: the list
 * @map: where the map goes; free its ranges with free()
 *
 * Return: 0, -ENOMEM, or -EINVAL as kg_map_build().
 */
int kg_ranges_build(const struct kg_ranges *list, struct kg_map *map)
{
	size_t nr = list->nr;
	struct kg_range *storage = malloc((2 * nr + 1) * sizeof(*storage));
	struct kg_edge *edges = malloc((KG_MAP_EDGES(nr) + 1) *
				       sizeof(*edges));
	int err = -ENOMEM;

	/* Between 2n edges there are fewer than 2n ranges. */
	if (storage && edges) {
		kg_map_init(map, storage, 2 * nr);
		err = kg_map_build(map, list->ranges, nr, edges,
				   KG_MAP_EDGES(nr));
	}
	free(edges);
	if (err)
		free(storage);
	return err;
}

/* All ranges in the list, as one set. */
static int build_set(const struct kg_ranges *list, struct kg_map *set)
{
	struct kg_ranges all = { .nr = 0 };
	size_t i;
	int err = 0;

	for (i = 0; i < list->nr && !err; i++)
		err = kg_ranges_add(&all, list->ranges[i].span, KEXECGUARD_RAM);
	if (!err)
		err = kg_ranges_build(&all, set);
	kg_ranges_free(&all);
	return err;
}

/*
 *	span	[-----------------)
 *	except	   [---)    [---)
 *	added	[--)   [----)   [-)
 */
static int add_between(struct kg_ranges *list, struct kg_span span,
		       const struct kg_map *except, u32 classes)
{
	size_t index = kg_map_find(except, span.start);
	struct kg_span hole = span;
	struct kg_span taken;
	int err = 0;

	for (; index < except->count && !err; index++) {
		taken = kg_map_at(except, index)->span;
		if (taken.start >= span.end)
			break;
		hole.end = taken.start;
		if (kg_span_is_valid(hole))
			err = kg_ranges_add(list, hole, classes);
		hole.start = taken.end;
	}
	hole.end = span.end;
	if (!err && kg_span_is_valid(hole))
		err = kg_ranges_add(list, hole, classes);
	return err;
}

/**
 * kg_ranges_mark_ram - give classes to all RAM with exceptions
 * @list: the list, RAM in it
 * @except: the RAM that does not get them
 * @classes: the classes
 *
 * Return: 0, -ENOMEM, or -E2BIG.
 */
int kg_ranges_mark_ram(struct kg_ranges *list,
		       const struct kg_ranges *except, u32 classes)
{
	size_t nr = list->nr;
	struct kg_map set;
	size_t i;
	int err;

	err = build_set(except, &set);
	if (err)
		return err;
	for (i = 0; i < nr && !err; i++)
		if (list->ranges[i].classes & KEXECGUARD_RAM)
			err = add_between(list, list->ranges[i].span, &set,
					  classes);
	free(set.ranges);
	return err;
}

/**
 * kg_ranges_free - free a list
 * @list: the list; empty afterwards
 */
void kg_ranges_free(struct kg_ranges *list)
{
	free(list->ranges);
	list->ranges = NULL;
	list->nr = 0;
	list->capacity = 0;
}
