// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Explanations: what is in no window, and why. Pure, as window.c; the library
 * compiles this file and the module does not.
 */
#include "explain.h"

static void next_window(struct kg_explanation *explanation)
{
	u64 max = explanation->walk.query->max;

	if (kg_window_next(&explanation->walk, &explanation->window))
		return;
	explanation->window.span.start = max;
	explanation->window.span.end = max;
}

/*
 * The reasons against the byte at explanation->at; lowers @end to where they
 * may change.
 */
static u32 look(struct kg_explanation *explanation, u64 *end)
{
	const struct kg_map *map = explanation->walk.map;
	const struct kg_query *query = explanation->walk.query;
	const struct kg_range *range;
	const struct kg_span *taken;
	u64 at = explanation->at;
	u32 classes = 0;
	u32 reasons;
	size_t i;

	for (; explanation->index < map->count; explanation->index++) {
		range = kg_map_at(map, explanation->index);
		if (range->span.end <= at)
			continue;
		if (range->span.start <= at)
			classes = range->classes;
		*end = kg_min(*end, classes ? range->span.end :
					      range->span.start);
		break;
	}

	reasons = kg_walk_obstacles(&explanation->walk, classes);
	for (i = 0; i < query->nr_exclude; i++) {
		taken = &query->exclude[i];
		if (taken->end <= at || taken->start >= taken->end)
			continue;
		if (taken->start > at) {
			*end = kg_min(*end, taken->start);
		} else {
			*end = kg_min(*end, taken->end);
			reasons |= KG_TAKEN;
		}
	}
	return reasons ? reasons : KG_SMALL;
}

/**
 * kg_explain_begin - start a sweep over what is in no window, and why
 * @explanation: the sweep
 * @map: the memory map
 * @rules: the rules
 * @query: the query; the sweep goes upward whatever its direction
 *
 * Return: 0, or -EINVAL as kg_windows_begin().
 */
int kg_explain_begin(struct kg_explanation *explanation,
		     const struct kg_map *map, const struct kg_rules *rules,
		     const struct kg_query *query)
{
	int err;

	err = kg_walk_begin(&explanation->walk, map, rules, query, false);
	if (err)
		return err;

	explanation->at = query->min;
	explanation->index = explanation->walk.index;
	next_window(explanation);
	return 0;
}

/**
 * kg_explain_next - the next piece that is in no window
 * @explanation: the sweep
 * @exclusion: where the piece goes: as long as the reasons are the same
 *
 * Windows and exclusions together cover everything between the query's limits,
 * without overlap.
 *
 * Return: false if there are no more.
 */
bool kg_explain_next(struct kg_explanation *explanation,
		     struct kg_exclusion *exclusion)
{
	u64 end;
	u32 reasons;

	while (explanation->at == explanation->window.span.start) {
		if (explanation->at == explanation->walk.query->max)
			return false;
		explanation->at = explanation->window.span.end;
		next_window(explanation);
	}

	exclusion->span.start = explanation->at;
	exclusion->reasons = 0;
	while (explanation->at < explanation->window.span.start) {
		end = explanation->window.span.start;
		reasons = look(explanation, &end);
		if (exclusion->reasons && exclusion->reasons != reasons)
			break;
		exclusion->reasons = reasons;
		explanation->at = end;
	}
	exclusion->span.end = explanation->at;
	return true;
}
