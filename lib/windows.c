// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Where an image may be placed: a query, and its answer as lists of windows and
 * of exclusions, computed by core/window.c.
 */
#include "map.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "core/explain.h"
#include "internal.h"

struct kguard_query {
	uint64_t size;
	uint64_t alignment;
	uint64_t min;
	uint64_t max;
	uint32_t avoided;
	bool removable;
	bool top_down;
};

struct placement {
	struct kg_window window;
	struct kg_verdict verdict;
};

struct kguard_windows {
	struct placement *windows;
	size_t nr;
	struct kg_exclusion *exclusions;
	enum kexecguard_level *levels;
	size_t nr_exclusions;
};

KGUARD_API int kguard_query_new(struct kguard_query **query)
{
	struct kguard_query *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->alignment = 1;
	new->max = KG_ADDRESS_MAX;
	new->avoided = KEXECGUARD_CRASH;
	*query = new;
	return 0;
}

KGUARD_API void kguard_query_free(struct kguard_query *query)
{
	free(query);
}

KGUARD_API void kguard_query_set_size(struct kguard_query *query, uint64_t size)
{
	assert(query);
	query->size = size;
}

KGUARD_API void kguard_query_set_alignment(struct kguard_query *query,
					   uint64_t alignment)
{
	assert(query);
	query->alignment = alignment;
}

KGUARD_API void kguard_query_set_limits(struct kguard_query *query,
					uint64_t min, uint64_t max)
{
	assert(query);
	query->min = min;
	query->max = max;
}

KGUARD_API void kguard_query_set_avoided(struct kguard_query *query,
					 uint32_t classes)
{
	assert(query);
	query->avoided = classes;
}

KGUARD_API void kguard_query_set_removable(struct kguard_query *query,
					   bool removable)
{
	assert(query);
	query->removable = removable;
}

KGUARD_API void kguard_query_set_top_down(struct kguard_query *query,
					  bool top_down)
{
	assert(query);
	query->top_down = top_down;
}

/*
 * Makes room for one more. The capacity is a power of two, so an array of that
 * many is full.
 */
static int make_room(void *array, size_t nr, size_t size)
{
	void *larger, *old = *(void **)array;

	if (nr & (nr - 1))
		return 0;
	larger = reallocarray(old, nr ? 2 * nr : 1, size);
	if (!larger)
		return -ENOMEM;
	*(void **)array = larger;
	return 0;
}

static int list_windows(const struct kguard_map *map,
			const struct kg_query *query,
			struct kguard_windows *windows)
{
	struct kg_window window;
	struct placement *to;
	struct kg_walk walk;
	int err;

	err = kg_windows_begin(&walk, &map->map, &map->rules, query);
	if (err)
		return err;
	while (kg_window_next(&walk, &window)) {
		err = make_room(&windows->windows, windows->nr, sizeof(*to));
		if (err)
			return err;
		to = &windows->windows[windows->nr++];
		to->window = window;
		to->verdict = kg_verdict_span(&map->map, &map->rules,
					      window.span);
	}
	return 0;
}

static int list_exclusions(const struct kguard_map *map,
			   const struct kg_query *query,
			   struct kguard_windows *windows)
{
	struct kg_explanation explanation;
	struct kg_exclusion exclusion;
	size_t nr;
	int err;

	err = kg_explain_begin(&explanation, &map->map, &map->rules, query);
	if (err)
		return err;
	while (kg_explain_next(&explanation, &exclusion)) {
		nr = windows->nr_exclusions;
		err = make_room(&windows->exclusions, nr, sizeof(exclusion));
		if (!err)
			err = make_room(&windows->levels, nr,
					sizeof(*windows->levels));
		if (err)
			return err;
		windows->exclusions[nr] = exclusion;
		windows->levels[nr] = kg_level(&map->rules, exclusion.reasons);
		windows->nr_exclusions++;
	}
	return 0;
}

KGUARD_API int kguard_map_find_windows(const struct kguard_map *map,
				       const struct kguard_query *query,
				       struct kguard_windows **windows)
{
	struct kguard_windows *new;
	struct kg_query pure;
	int err;

	assert(map && query);
	pure = (struct kg_query){
		.size = query->size ? query->size : map->rules.page,
		.align = query->alignment,
		.min = query->min,
		.max = query->max,
		.avoid = query->avoided,
		.top_down = query->top_down,
	};
	if (query->removable)
		pure.allow = kg_removable_reasons(&map->rules);

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	err = list_windows(map, &pure, new);
	if (!err)
		err = list_exclusions(map, &pure, new);
	if (err) {
		kguard_windows_free(new);
		return err;
	}
	*windows = new;
	return 0;
}

KGUARD_API void kguard_windows_free(struct kguard_windows *windows)
{
	if (!windows)
		return;
	free(windows->windows);
	free(windows->exclusions);
	free(windows->levels);
	free(windows);
}

KGUARD_API size_t kguard_windows_get_nr(const struct kguard_windows *windows)
{
	assert(windows);
	return windows->nr;
}

KGUARD_API int
kguard_windows_get_window(const struct kguard_windows *windows, size_t index,
			  uint64_t *start, uint64_t *end, uint64_t *address)
{
	const struct kg_window *window;

	assert(windows);
	if (index >= windows->nr)
		return -ENOENT;

	window = &windows->windows[index].window;
	if (start)
		*start = window->span.start;
	if (end)
		*end = window->span.end;
	if (address)
		*address = window->address;
	return 0;
}

KGUARD_API int
kguard_windows_get_placement(const struct kguard_windows *windows,
			     size_t index, enum kexecguard_level *level,
			     uint32_t *reasons)
{
	assert(windows);
	if (index >= windows->nr)
		return -ENOENT;

	if (level)
		*level = windows->windows[index].verdict.level;
	if (reasons)
		*reasons = windows->windows[index].verdict.reasons;
	return 0;
}

KGUARD_API size_t
kguard_windows_get_nr_exclusions(const struct kguard_windows *windows)
{
	assert(windows);
	return windows->nr_exclusions;
}

KGUARD_API int
kguard_windows_get_exclusion(const struct kguard_windows *windows,
			     size_t index, uint64_t *start, uint64_t *end,
			     enum kexecguard_level *level, uint32_t *reasons)
{
	const struct kg_exclusion *exclusion;

	assert(windows);
	if (index >= windows->nr_exclusions)
		return -ENOENT;

	exclusion = &windows->exclusions[index];
	if (start)
		*start = exclusion->span.start;
	if (end)
		*end = exclusion->span.end;
	if (level)
		*level = windows->levels[index];
	if (reasons)
		*reasons = exclusion->reasons;
	return 0;
}
