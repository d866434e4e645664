// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The memory map: building it from sources that may overlap, and changing it.
 * Pure: the module, the library and the tests compile this file, and it calls
 * nothing outside itself.
 *
 * Building is a sweep over the edges of all inputs with one counter per class,
 * so inputs are independent of each other. The edges are sorted by merging
 * their natural runs: every source is in order, so there are about as many runs
 * as sources and sorting is close to linear; it is n log n at worst.
 */
#include "map.h"

/**
 * kg_map_init - an empty map
 * @map: the map
 * @storage: for the ranges; owned by the caller
 * @capacity: how many ranges it holds
 */
void kg_map_init(struct kg_map *map, struct kg_range *storage, size_t capacity)
{
	map->ranges = storage;
	map->capacity = capacity;
	map->count = 0;
}

/* Sorting ---------------------------------------------------------------- */

/* The end of the ascending run that begins at @at. */
static size_t run_end(const struct kg_edge *edges, size_t nr, size_t at)
{
	do {
		at++;
	} while (at < nr && edges[at - 1].address <= edges[at].address);
	return at;
}

/* [a, b) and [b, c) are sorted; merge them into the same place of @to. */
static void merge(const struct kg_edge *from, struct kg_edge *to, size_t a,
		  size_t b, size_t c)
{
	size_t left = a;
	size_t right = b;
	size_t at = a;

	while (left < b && right < c)
		to[at++] = from[left].address <= from[right].address ?
			   from[left++] : from[right++];
	while (left < b)
		to[at++] = from[left++];
	while (right < c)
		to[at++] = from[right++];
}

/*
 * One pass over the array at least halves the number of runs; after a pass
 * whose last merge began at 0 there is a single run.
 */
static struct kg_edge *sort(struct kg_edge *edges, struct kg_edge *spare,
			    size_t nr)
{
	struct kg_edge *swap;
	size_t first;
	size_t second;
	size_t at;

	do {
		at = 0;
		for (second = 0; second < nr;) {
			at = second;
			first = run_end(edges, nr, at);
			if (first - at == nr)
				return edges;
			second = first < nr ? run_end(edges, nr, first) : nr;
			merge(edges, spare, at, first, second);
		}
		swap = edges;
		edges = spare;
		spare = swap;
	} while (at);
	return edges;
}

/* Building --------------------------------------------------------------- */

static bool is_good_input(const struct kg_range *input)
{
	return kg_span_is_valid(input->span) && input->classes &&
	       !(input->classes & ~KG_CLASSES);
}

static int collect_edges(const struct kg_range *inputs, size_t nr,
			 struct kg_edge *edges)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!is_good_input(&inputs[i]))
			return -EINVAL;
		edges[2 * i].address = inputs[i].span.start;
		edges[2 * i].classes = inputs[i].classes;
		edges[2 * i].step = 1;
		edges[2 * i + 1].address = inputs[i].span.end;
		edges[2 * i + 1].classes = inputs[i].classes;
		edges[2 * i + 1].step = -1;
	}
	return 0;
}

struct counters {
	u32 of[KG_NR_CLASSES];	/* inputs that cover this place */
	u32 classes;		/* those with a counter that is not 0 */
};

static void count_edge(struct counters *counters, const struct kg_edge *edge)
{
	u32 left;
	int i;

	for (left = edge->classes; left; left &= left - 1) {
		i = __builtin_ctz(left);
		counters->of[i] += edge->step;
		if (counters->of[i])
			counters->classes |= (u32)1 << i;
		else
			counters->classes &= ~((u32)1 << i);
	}
}

/*
 * Returns the number of ranges; writes them if @ranges is not NULL. While the
 * edges of one address are counted, a counter may wrap below 0 and back: an end
 * may come before the beginning at the same address.
 */
static size_t sweep(const struct kg_edge *edges, size_t nr,
		    struct kg_range *ranges)
{
	struct counters counters = { .classes = 0 };
	size_t count = 0;
	u32 before = 0;
	size_t i = 0;
	u64 address;

	while (i < nr) {
		address = edges[i].address;
		do {
			count_edge(&counters, &edges[i++]);
		} while (i < nr && edges[i].address == address);
		if (counters.classes == before)
			continue;

		if (before && ranges)
			ranges[count - 1].span.end = address;
		if (counters.classes) {
			if (ranges) {
				ranges[count].span.start = address;
				ranges[count].classes = counters.classes;
			}
			count++;
		}
		before = counters.classes;
	}
	return count;
}

/**
 * kg_map_build - replace a map by what the inputs say
 * @map: the map, initialised
 * @inputs: ranges in any order; they may overlap, and a byte gets every class
 *	that an input gives it
 * @nr: number of inputs
 * @edges: scratch
 * @nr_edges: its size, KG_MAP_EDGES(@nr) or more
 *
 * Return: 0, -EINVAL if an input is empty, has no class or an unknown one,
 * -ENOSPC if the map's storage or the scratch is too small. @map is unchanged
 * on failure.
 */
int kg_map_build(struct kg_map *map, const struct kg_range *inputs, size_t nr,
		 struct kg_edge *edges, size_t nr_edges)
{
	const struct kg_edge *sorted;
	int err;

	if (nr > ~(u32)0 || nr > nr_edges / 4)
		return -ENOSPC;
	err = collect_edges(inputs, nr, edges);
	if (err)
		return err;

	sorted = sort(edges, edges + 2 * nr, 2 * nr);
	/* Each edge begins one range at most. */
	if (map->capacity < 2 * nr &&
	    sweep(sorted, 2 * nr, NULL) > map->capacity)
		return -ENOSPC;

	map->count = sweep(sorted, 2 * nr, map->ranges);
	return 0;
}

/* Updating --------------------------------------------------------------- */

/* Moves ranges within the storage; the places may overlap. */
static void move(struct kg_range *ranges, size_t to, size_t from, size_t nr)
{
	size_t i;

	if (to < from)
		for (i = 0; i < nr; i++)
			ranges[to + i] = ranges[from + i];
	if (to > from)
		for (i = nr; i--;)
			ranges[to + i] = ranges[from + i];
}

/*
 * Rewrites the part of the map that a change touches. Writing must not overtake
 * reading, so what is read is moved up before; @room is how far the writing got
 * ahead.
 */
struct splice {
	struct kg_map *map;
	struct kg_range last;	/* not written yet: the next may extend it */
	size_t first;		/* index of the first range read */
	size_t moved;		/* by so much it was moved up */
	size_t read;
	size_t written;
	size_t room;
	bool is_trial;		/* only measure */
};

static void flush(struct splice *splice)
{
	if (!splice->last.classes)
		return;
	if (!splice->is_trial)
		splice->map->ranges[splice->first + splice->written] =
			splice->last;
	splice->written++;
	if (splice->written > splice->read + splice->room)
		splice->room = splice->written - splice->read;
	splice->last.classes = 0;
}

static void emit(struct splice *splice, u64 start, u64 end, u32 classes)
{
	struct kg_range *last = &splice->last;

	if (start >= end || !classes)
		return;
	if (last->classes == classes && last->span.end == start) {
		last->span.end = end;
		return;
	}
	flush(splice);
	last->span.start = start;
	last->span.end = end;
	last->classes = classes;
}

/*
 *	ranges		aaaaaaaa   bbbb   cccccccc
 *	span		    [-----------------)
 *	written		aaaaAAAA***BBBB***CCCccccc
 *
 * Neighbours that only touch the span are read as well: they may merge.
 */
static void rewrite(struct splice *splice, struct kg_span span, u32 set,
		    u32 clear)
{
	const struct kg_map *map = splice->map;
	u64 at = span.start;
	struct kg_range old;

	while (splice->first + splice->read < map->count) {
		old = map->ranges[splice->first + splice->read + splice->moved];
		if (old.span.start > span.end)
			break;
		splice->read++;

		emit(splice, old.span.start, kg_min(old.span.end, span.start),
		     old.classes);
		emit(splice, at, kg_min(old.span.start, span.end), set);
		emit(splice, kg_max(old.span.start, span.start),
		     kg_min(old.span.end, span.end),
		     (old.classes & ~clear) | set);
		at = kg_max(at, kg_min(old.span.end, span.end));
		emit(splice, kg_max(old.span.start, span.end), old.span.end,
		     old.classes);
	}
	emit(splice, at, span.end, set);
	flush(splice);
}

/**
 * kg_map_update - change the classes of a range
 * @map: the map
 * @span: the range; may cover holes and any number of ranges
 * @set: classes that all of it gets, in holes too
 * @clear: classes that all of it loses, unless they are in @set
 *
 * A range that is left without a class becomes a hole.
 *
 * Return: 0, -EINVAL for an empty span or an unknown class, -ENOSPC if the
 * ranges that the change adds do not fit. @map is unchanged on failure.
 */
int kg_map_update(struct kg_map *map, struct kg_span span, u32 set, u32 clear)
{
	struct splice trial = { .map = map, .is_trial = true };
	struct splice splice = { .map = map };
	size_t left;

	if (!kg_span_is_valid(span) || ((set | clear) & ~KG_CLASSES))
		return -EINVAL;

	trial.first = kg_map_find(map, span.start ? span.start - 1 : 0);
	splice.first = trial.first;

	rewrite(&trial, span, set, clear);
	if (trial.room > map->capacity - map->count)
		return -ENOSPC;

	splice.moved = trial.room;
	move(map->ranges, splice.first + splice.moved, splice.first,
	     map->count - splice.first);
	rewrite(&splice, span, set, clear);
	left = map->count - splice.first - splice.read;
	move(map->ranges, splice.first + splice.written,
	     splice.first + splice.moved + splice.read, left);
	map->count = splice.first + splice.written + left;
	return 0;
}

/* The first MiB of x86, which firmware's tables may leave out. */
#define LEGACY_END	((u64)1 << 20)

static bool is_boot_memory(const struct kg_range *range)
{
	u32 classes = KEXECGUARD_RAM | KEXECGUARD_FIRMWARE;

	return (range->classes & classes) == classes &&
	       range->span.end > LEGACY_END;
}

static bool is_all_marked(const struct kg_map *map)
{
	const struct kg_range *range;
	bool has_boot_memory = false;
	size_t i;

	for (i = 0; i < map->count; i++) {
		range = kg_map_at(map, i);
		if (!is_boot_memory(range))
			continue;
		if (!(range->classes & KEXECGUARD_HOTPLUGGABLE))
			return false;
		has_boot_memory = true;
	}
	return has_boot_memory;
}

/**
 * kg_map_disbelieve - remove a mark that firmware gives to all memory
 * @map: the map, in which KEXECGUARD_HOTPLUGGABLE is what SRAT says and nothing
 *	else
 *
 * Hyper-V, and with it Azure and WSL, marks all memory hot-pluggable, including
 * boot memory and the running kernel. The mark then means nothing for boot
 * memory, so it is removed there; memory added later keeps it.
 *
 * Return: true if firmware marks all memory, and @map has changed.
 */
bool kg_map_disbelieve(struct kg_map *map)
{
	struct kg_span span;
	size_t index;
	u64 at = 0;

	if (!is_all_marked(map))
		return false;
	while ((index = kg_map_find(map, at)) < map->count) {
		span = kg_map_at(map, index)->span;
		/* Cannot fail: the span is exactly one range. */
		if (kg_map_at(map, index)->classes & KEXECGUARD_FIRMWARE)
			kg_map_update(map, span, 0, KEXECGUARD_HOTPLUGGABLE);
		at = span.end;
	}
	return true;
}

/**
 * kg_map_classes - what is known of one byte
 * @map: the map
 * @address: the byte
 *
 * Return: its classes, 0 in a hole.
 */
u32 kg_map_classes(const struct kg_map *map, u64 address)
{
	size_t index = kg_map_find(map, address);
	const struct kg_range *range;

	if (index == map->count)
		return 0;
	range = kg_map_at(map, index);
	return range->span.start <= address ? range->classes : 0;
}
