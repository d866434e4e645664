// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Verdicts and windows. Pure: the module, the library and the tests compile
 * this file, and it calls nothing outside itself. Everything is one sweep over
 * the memory map, upward or downward, in constant space. Memory that may be
 * used is rounded inward to pages, memory that is judged outward.
 */
#include "window.h"

/*
 * The image of the running kernel is a legal destination on x86 and arm64:
 * nothing is written before the running kernel has stopped, and the code that
 * writes is in pages of the new image. The same holds for the crash kernel's
 * memory on x86, while arm64 leaves it out of the mapping through which the
 * image is copied. An arm64 kernel maps only the RAM that its firmware described;
 * one that is started elsewhere faults on its own code, even if the memory is
 * fine. A ppc64 kernel copies with code of its own, and refuses an image that
 * lies on it; what was added is in the device tree that is handed over.
 */
const struct kg_rules kg_rules_x86 = {
	.page			= 4096,
	.unsafe			= KEXECGUARD_DRIVER | KEXECGUARD_OFFLINE |
				  KEXECGUARD_RESERVED | KEXECGUARD_NOMAP |
				  KEXECGUARD_PRESERVED | KEXECGUARD_UNACCEPTED,
	.unsafe_without		= KEXECGUARD_RAM,
	.removable		= KEXECGUARD_HOTADDED | KEXECGUARD_MOVABLE |
				  KEXECGUARD_HOTPLUGGABLE,
	.removable_without	= KEXECGUARD_FIRMWARE,
};

const struct kg_rules kg_rules_arm64 = {
	.page			= 4096,
	.unsafe			= KEXECGUARD_DRIVER | KEXECGUARD_OFFLINE |
				  KEXECGUARD_RESERVED | KEXECGUARD_NOMAP |
				  KEXECGUARD_CRASH | KEXECGUARD_HOTADDED |
				  KEXECGUARD_PRESERVED | KEXECGUARD_UNACCEPTED,
	.unsafe_without		= KEXECGUARD_RAM | KEXECGUARD_FIRMWARE,
	.removable		= KEXECGUARD_HOTPLUGGABLE | KEXECGUARD_MOVABLE,
};

const struct kg_rules kg_rules_ppc64 = {
	.page			= 4096,
	.unsafe			= KEXECGUARD_DRIVER | KEXECGUARD_OFFLINE |
				  KEXECGUARD_RESERVED | KEXECGUARD_NOMAP |
				  KEXECGUARD_KERNEL | KEXECGUARD_PRESERVED |
				  KEXECGUARD_UNACCEPTED,
	.unsafe_without		= KEXECGUARD_RAM,
	.removable		= KEXECGUARD_HOTADDED | KEXECGUARD_MOVABLE |
				  KEXECGUARD_HOTPLUGGABLE,
	.removable_without	= KEXECGUARD_FIRMWARE,
};

/**
 * kg_reasons - the reasons against a combination of classes
 * @rules: the rules
 * @classes: the classes, 0 for a hole
 *
 * Return: the reasons, 0 if the range is safe.
 */
u32 kg_reasons(const struct kg_rules *rules, u32 classes)
{
	u32 wanted = rules->unsafe_without | rules->removable_without;
	u32 unwanted = rules->unsafe | rules->removable;

	return (classes & unwanted) | KG_WITHOUT(~classes & wanted);
}

/**
 * kg_level - the level that follows from reasons
 * @rules: the rules
 * @reasons: the reasons
 *
 * Return: the level.
 */
enum kexecguard_level kg_level(const struct kg_rules *rules, u32 reasons)
{
	if (reasons & (rules->unsafe | KG_WITHOUT(rules->unsafe_without) |
		       KEXECGUARD_POISONED | KEXECGUARD_UNBACKED))
		return KEXECGUARD_UNSAFE;
	if (reasons & kg_removable_reasons(rules))
		return KEXECGUARD_REMOVABLE;
	return KEXECGUARD_SAFE;
}

/**
 * kg_removable_reasons - the reasons that a query may allow
 * @rules: the rules
 *
 * Return: the reasons that make a range removable and not unsafe.
 */
u32 kg_removable_reasons(const struct kg_rules *rules)
{
	return (rules->removable & ~rules->unsafe) |
	       KG_WITHOUT(rules->removable_without & ~rules->unsafe_without);
}

/**
 * kg_rules_without - rules for a map that lacks a source
 * @rules: the rules, changed in place
 * @unknown: classes that could not be read
 *
 * The absence of a class that could not be read proves nothing. It no longer
 * makes a range unsafe; and if the presence of the class would have, no range
 * is safe any more. Both are doubts, which make a range removable. What is not
 * known to be RAM stays unsafe.
 */
void kg_rules_without(struct kg_rules *rules, u32 unknown)
{
	unknown &= ~KEXECGUARD_RAM;
	rules->removable_without |= unknown & (rules->unsafe_without |
					       rules->unsafe);
	rules->unsafe_without &= ~unknown;
}

/**
 * kg_rules_handover - rules for a kernel that hands memory over across kexec
 * @rules: the rules, changed in place
 *
 * With KHO any memory may be handed over until the moment of the jump, except
 * the areas that the kernel has set aside for the next one to begin in.
 */
void kg_rules_handover(struct kg_rules *rules)
{
	rules->unsafe_without |= KEXECGUARD_SCRATCH;
}

/**
 * kg_verdict_span - judge a range
 * @map: the memory map
 * @rules: the rules
 * @span: the range; every page that it touches counts in full
 *
 * Return: the worst level and all reasons of everything in it, holes included.
 * A span that is upside down is judged as a hole.
 */
struct kg_verdict kg_verdict_span(const struct kg_map *map,
				  const struct kg_rules *rules,
				  struct kg_span span)
{
	struct kg_verdict verdict = { .reasons = 0 };
	const struct kg_range *range;
	size_t index;
	u64 at;

	if (span.start > span.end ||
	    !kg_span_round_outward(&span, rules->page))
		verdict.reasons = kg_reasons(rules, 0);
	at = span.start;

	for (index = kg_map_find(map, at);
	     index < map->count && at < span.end; index++) {
		range = kg_map_at(map, index);
		if (range->span.start > at)
			verdict.reasons |= kg_reasons(rules, 0);
		if (range->span.start < span.end)
			verdict.reasons |= kg_reasons(rules, range->classes);
		at = range->span.end;
	}
	if (at < span.end)
		verdict.reasons |= kg_reasons(rules, 0);

	verdict.level = kg_level(rules, verdict.reasons);
	return verdict;
}

/* Windows ---------------------------------------------------------------- */

/**
 * kg_walk_obstacles - why classes do not pass
 * @walk: the sweep
 * @classes: the classes, 0 for a hole
 *
 * Return: the reasons, 0 if they pass.
 */
u32 kg_walk_obstacles(const struct kg_walk *walk, u32 classes)
{
	return (classes & walk->unwanted) |
	       KG_WITHOUT(~classes & walk->wanted);
}

static bool passes(const struct kg_walk *walk, const struct kg_range *range)
{
	return !kg_walk_obstacles(walk, range->classes);
}

static struct kg_span limits(const struct kg_walk *walk)
{
	return (struct kg_span){ walk->query->min, walk->query->max };
}

/*
 * A run is a maximal span of ranges that pass. These two find the next one
 * above and below, clipped to the query's limits.
 *
 *	ranges	aaaabbbb....ccccXXXXddddeeee	X does not pass
 *	runs	[------]    [--]    [------]
 */
static bool next_run_up(struct kg_walk *walk)
{
	const struct kg_map *map = walk->map;
	const struct kg_range *range;

	while (walk->index < map->count) {
		range = kg_map_at(map, walk->index++);
		if (range->span.start >= walk->query->max)
			return false;
		if (!passes(walk, range))
			continue;

		walk->rest = range->span;
		for (; walk->index < map->count; walk->index++) {
			range = kg_map_at(map, walk->index);
			if (range->span.start != walk->rest.end ||
			    !passes(walk, range))
				break;
			walk->rest.end = range->span.end;
		}
		if (kg_span_clip(&walk->rest, limits(walk)))
			return true;
	}
	return false;
}

static bool next_run_down(struct kg_walk *walk)
{
	const struct kg_map *map = walk->map;
	const struct kg_range *range;

	while (walk->index) {
		range = kg_map_at(map, --walk->index);
		if (range->span.end <= walk->query->min)
			return false;
		if (!passes(walk, range))
			continue;

		walk->rest = range->span;
		for (; walk->index; walk->index--) {
			range = kg_map_at(map, walk->index - 1);
			if (range->span.end != walk->rest.start ||
			    !passes(walk, range))
				break;
			walk->rest.start = range->span.start;
		}
		if (kg_span_clip(&walk->rest, limits(walk)))
			return true;
	}
	return false;
}

/*
 * Cut the next piece that is not taken off the lower or the upper end of what
 * is left of the run. False if nothing is left.
 *
 *	rest	[-----------------)
 *	taken	[--)     [--)
 *	piece	    [----)
 */
static bool cut_up(struct kg_walk *walk, struct kg_span *piece)
{
	const struct kg_query *query = walk->query;
	struct kg_span *rest = &walk->rest;
	const struct kg_span *taken;
	size_t i = 0;

	while (i < query->nr_exclude && rest->start < rest->end) {
		taken = &query->exclude[i++];
		if (taken->start > rest->start || taken->end <= rest->start)
			continue;
		rest->start = taken->end;
		i = 0;
	}
	if (rest->start >= rest->end)
		return false;

	*piece = *rest;
	for (i = 0; i < query->nr_exclude; i++) {
		taken = &query->exclude[i];
		if (taken->start > piece->start && taken->start < taken->end)
			piece->end = kg_min(piece->end, taken->start);
	}
	rest->start = piece->end;
	return true;
}

static bool cut_down(struct kg_walk *walk, struct kg_span *piece)
{
	const struct kg_query *query = walk->query;
	struct kg_span *rest = &walk->rest;
	const struct kg_span *taken;
	size_t i = 0;

	while (i < query->nr_exclude && rest->start < rest->end) {
		taken = &query->exclude[i++];
		if (taken->end < rest->end || taken->start >= rest->end)
			continue;
		rest->end = taken->start;
		i = 0;
	}
	if (rest->start >= rest->end)
		return false;

	*piece = *rest;
	for (i = 0; i < query->nr_exclude; i++) {
		taken = &query->exclude[i];
		if (taken->end < piece->end && taken->start < taken->end)
			piece->start = kg_max(piece->start, taken->end);
	}
	rest->end = piece->start;
	return true;
}

/* Does the query fit into this piece, and where? */
static bool fits(const struct kg_walk *walk, struct kg_span piece,
		 struct kg_window *window)
{
	const struct kg_query *query = walk->query;
	u64 address;

	if (!kg_span_round_inward(&piece, walk->rules->page) ||
	    query->size > kg_span_size(piece))
		return false;

	address = walk->top_down ? piece.end - query->size : piece.start;
	if (walk->top_down)
		address = kg_round_down(address, walk->align);
	else if (!kg_round_up(&address, walk->align))
		return false;
	if (address < piece.start || address > piece.end - query->size)
		return false;

	window->span = piece;
	window->address = address;
	return true;
}

static bool is_good_query(const struct kg_rules *rules,
			  const struct kg_query *query)
{
	return (rules->unsafe_without & KEXECGUARD_RAM) &&
	       kg_is_power_of_two(rules->page) && query->size &&
	       kg_is_power_of_two(query->align) && query->min < query->max &&
	       !(query->allow & ~kg_removable_reasons(rules)) &&
	       !(query->avoid & ~KG_CLASSES);
}

/**
 * kg_walk_begin - as kg_windows_begin(), in a direction of the caller's choice
 * @walk: the sweep
 * @map: the memory map
 * @rules: the rules
 * @query: the query
 * @top_down: the direction
 *
 * Return: 0 or -EINVAL.
 */
int kg_walk_begin(struct kg_walk *walk, const struct kg_map *map,
		  const struct kg_rules *rules, const struct kg_query *query,
		  bool top_down)
{
	if (!is_good_query(rules, query))
		return -EINVAL;

	walk->map = map;
	walk->rules = rules;
	walk->query = query;
	walk->unwanted = ((rules->unsafe | rules->removable) & ~query->allow) |
			 query->avoid;
	walk->wanted = (rules->unsafe_without | rules->removable_without) &
		       ~(query->allow >> 16);
	walk->align = kg_max(query->align, rules->page);
	walk->rest.start = 0;
	walk->rest.end = 0;
	walk->top_down = top_down;
	walk->index = kg_map_find(map, top_down ? query->max : query->min);
	if (top_down && walk->index < map->count)
		walk->index++;
	return 0;
}

/**
 * kg_windows_begin - start a sweep over the windows that answer a query
 * @walk: the sweep
 * @map: the memory map
 * @rules: the rules
 * @query: the query; all three must stay as they are until the sweep is over
 *
 * Return: 0, or -EINVAL for a query without size, with an alignment that is no
 * power of two, with limits that leave nothing, or that allows unsafe memory;
 * or for rules without a page size or by which a hole would pass.
 */
int kg_windows_begin(struct kg_walk *walk, const struct kg_map *map,
		     const struct kg_rules *rules,
		     const struct kg_query *query)
{
	return kg_walk_begin(walk, map, rules, query, query->top_down);
}

/**
 * kg_window_next - the next window of a sweep
 * @walk: the sweep
 * @window: where the window goes
 *
 * Return: false if there are no more.
 */
bool kg_window_next(struct kg_walk *walk, struct kg_window *window)
{
	bool down = walk->top_down;
	struct kg_span piece;

	for (;;) {
		if (!(down ? cut_down(walk, &piece) : cut_up(walk, &piece))) {
			if (!(down ? next_run_down(walk) : next_run_up(walk)))
				return false;
			continue;
		}
		if (fits(walk, piece, window))
			return true;
	}
}

/**
 * kg_window_find - the first window that answers a query
 * @map: the memory map
 * @rules: the rules
 * @query: the query
 * @window: where the window goes
 *
 * Return: 0, -EADDRNOTAVAIL if there is none, or -EINVAL as
 * kg_windows_begin().
 */
int kg_window_find(const struct kg_map *map, const struct kg_rules *rules,
		   const struct kg_query *query, struct kg_window *window)
{
	struct kg_walk walk;
	int err;

	err = kg_windows_begin(&walk, map, rules, query);
	if (err)
		return err;
	return kg_window_next(&walk, window) ? 0 : -EADDRNOTAVAIL;
}
