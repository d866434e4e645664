// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A growing list of ranges, and the fact map that it amounts to.
 */
#include "gather.h"

#include <stdlib.h>

/* Some sixteen million ranges; a machine with that many does not exist. */
#define RANGES_MAX	((size_t)1 << 24)

/**
 * kg_gather_add - put down a range
 * @gather: the list, all zero at first
 * @span: the range
 * @classes: what is known of it
 *
 * Return: 0, -ENOMEM, or -E2BIG if there are more ranges than can be.
 */
int kg_gather_add(struct kg_gather *gather, struct kg_span span, u32 classes)
{
	struct kg_range *larger;
	size_t capacity;

	if (gather->nr == gather->capacity) {
		capacity = gather->capacity ? 2 * gather->capacity : 64;
		if (capacity > RANGES_MAX)
			return -E2BIG;
		larger = realloc(gather->ranges, capacity * sizeof(*larger));
		if (!larger)
			return -ENOMEM;
		gather->ranges = larger;
		gather->capacity = capacity;
	}
	gather->ranges[gather->nr].span = span;
	gather->ranges[gather->nr].classes = classes;
	gather->nr++;
	return 0;
}

/**
 * kg_gather_build - the fact map of a list
 * @gather: the list
 * @map: where the map goes; free its ranges with free()
 *
 * Return: 0, -ENOMEM, or -EINVAL as kg_map_build().
 */
int kg_gather_build(const struct kg_gather *gather, struct kg_map *map)
{
	size_t nr = gather->nr;
	struct kg_range *storage = malloc((2 * nr + 1) * sizeof(*storage));
	struct kg_edge *edges = malloc((KG_MAP_EDGES(nr) + 1) *
				       sizeof(*edges));
	int err = -ENOMEM;

	/* Between 2n edges there are fewer than 2n ranges. */
	if (storage && edges) {
		kg_map_init(map, storage, 2 * nr);
		err = kg_map_build(map, gather->ranges, nr, edges,
				   KG_MAP_EDGES(nr));
	}
	free(edges);
	if (err)
		free(storage);
	return err;
}

/* Whatever is in the list, as one set. */
static int build_set(const struct kg_gather *list, struct kg_map *set)
{
	struct kg_gather all = { .nr = 0 };
	size_t i;
	int err = 0;

	for (i = 0; i < list->nr && !err; i++)
		err = kg_gather_add(&all, list->ranges[i].span, KEXECGUARD_RAM);
	if (!err)
		err = kg_gather_build(&all, set);
	kg_gather_free(&all);
	return err;
}

/*
 *	span	[-----------------)
 *	except	   [---)    [---)
 *	added	[--)   [----)   [-)
 */
static int add_between(struct kg_gather *gather, struct kg_span span,
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
			err = kg_gather_add(gather, hole, classes);
		hole.start = taken.end;
	}
	hole.end = span.end;
	if (!err && kg_span_is_valid(hole))
		err = kg_gather_add(gather, hole, classes);
	return err;
}

/**
 * kg_gather_mark_ram - give classes to all RAM but some
 * @gather: the list, RAM in it
 * @except: the RAM that does not get them
 * @classes: the classes
 *
 * Return: 0, -ENOMEM, or -E2BIG.
 */
int kg_gather_mark_ram(struct kg_gather *gather,
		       const struct kg_gather *except, u32 classes)
{
	size_t nr = gather->nr;
	struct kg_map set;
	size_t i;
	int err;

	err = build_set(except, &set);
	if (err)
		return err;
	for (i = 0; i < nr && !err; i++)
		if (gather->ranges[i].classes & KEXECGUARD_RAM)
			err = add_between(gather, gather->ranges[i].span, &set,
					  classes);
	free(set.ranges);
	return err;
}

/**
 * kg_gather_free - free a list
 * @gather: the list; empty afterwards
 */
void kg_gather_free(struct kg_gather *gather)
{
	free(gather->ranges);
	gather->ranges = NULL;
	gather->nr = 0;
	gather->capacity = 0;
}
