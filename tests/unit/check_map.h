/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests ask of maps and windows, and the products do not.
 */
#ifndef KG_TEST_CHECK_MAP_H
#define KG_TEST_CHECK_MAP_H

#include "../../core/window.h"

/*
 * Are the map's invariants intact? Ranges are not empty, have known classes,
 * are in order, do not overlap, and two that touch differ.
 */
static inline bool map_is_canonical(const struct kg_map *map)
{
	const struct kg_range *before = NULL;
	const struct kg_range *range;
	size_t i;

	if (map->count > map->capacity)
		return false;

	for (i = 0; i < map->count; i++, before = range) {
		range = kg_map_at(map, i);
		if (!kg_span_is_valid(range->span) || !range->classes ||
		    (range->classes & ~KG_CLASSES))
			return false;
		if (!before)
			continue;
		if (before->span.end > range->span.start)
			return false;
		if (before->span.end == range->span.start &&
		    before->classes == range->classes)
			return false;
	}
	return true;
}

/* Make a map equal to another. Return: 0, or -ENOSPC if it has no room. */
static inline int copy_map(struct kg_map *map, const struct kg_map *from)
{
	size_t i;

	if (from->count > map->capacity)
		return -ENOSPC;
	for (i = 0; i < from->count; i++)
		map->ranges[i] = *kg_map_at(from, i);
	map->count = from->count;
	return 0;
}

/* All windows of a query. Return: 0, -ENOSPC, or -EINVAL for a bad query. */
static inline int list_windows(const struct kg_map *map,
			       const struct kg_rules *rules,
			       const struct kg_query *query,
			       struct kg_window *list, size_t capacity,
			       size_t *count)
{
	struct kg_window none;
	struct kg_walk walk;
	size_t nr = 0;
	int err;

	err = kg_windows_begin(&walk, map, rules, query);
	if (err)
		return err;

	while (kg_window_next(&walk, nr < capacity ? &list[nr] : &none))
		if (nr++ == capacity)
			return -ENOSPC;
	*count = nr;
	return 0;
}

#endif /* KG_TEST_CHECK_MAP_H */
