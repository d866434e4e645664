/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Where an image may live: the rules that turn what is known of a range into a
 * verdict, and the windows that pass them. Reads a fact map and changes
 * nothing; needs no memory, does not sleep, and may run in a probe.
 */
#ifndef KG_WINDOW_H
#define KG_WINDOW_H

#include "map.h"
#include "portable.h"
#include "span.h"

/*
 * Reasons. Bits 0-13: a class that is present and objectionable. Bits 16-29: a
 * required class that is absent. Bits 14 and 15: why a piece of good memory is
 * part of no window; they are the library's and never leave the module. Bits 30
 * and 31 are KEXECGUARD_POISONED and KEXECGUARD_UNBACKED, which are found page
 * by page and never stand in a map.
 */
#define KG_WITHOUT(classes)	((u32)(classes) << KEXECGUARD_WITHOUT_SHIFT)
#define KG_TAKEN		((u32)1 << 14)	/* the query excludes it */
#define KG_SMALL		((u32)1 << 15)	/* too small, once aligned */

/**
 * struct kg_rules - what a class means on this machine
 * @page: page size; an image is copied page by page
 * @unsafe: classes that make a range unsafe
 * @unsafe_without: classes whose absence makes it unsafe; KEXECGUARD_RAM
 *	among them
 * @removable: classes that make it removable
 * @removable_without: classes whose absence makes it removable
 */
struct kg_rules {
	u64 page;
	u32 unsafe;
	u32 unsafe_without;
	u32 removable;
	u32 removable_without;
};

extern const struct kg_rules kg_rules_x86;
extern const struct kg_rules kg_rules_arm64;
extern const struct kg_rules kg_rules_ppc64;

/**
 * struct kg_verdict - the answer about a range
 * @level: the worst of all its bytes
 * @reasons: all reasons against any of its bytes
 */
struct kg_verdict {
	enum kexecguard_level level;
	u32 reasons;
};

/**
 * struct kg_query - what a window must be like
 * @size: bytes that must fit
 * @align: power of two that their address must be a multiple of
 * @min: no window begins below
 * @max: no window ends above
 * @allow: reasons to ignore; only those that make a range removable
 * @avoid: classes to avoid although they are legal
 * @exclude: spans that are taken, in any order; meant for the few segments of
 *	one image: each of them is checked for each window
 * @nr_exclude: how many
 * @top_down: highest window first, and the highest address in it
 */
struct kg_query {
	u64 size;
	u64 align;
	u64 min;
	u64 max;
	u32 allow;
	u32 avoid;
	const struct kg_span *exclude;
	size_t nr_exclude;
	bool top_down;
};

/**
 * struct kg_window - one answer
 * @span: the whole window, in whole pages; its neighbours do not pass
 * @address: where to put the bytes asked for
 */
struct kg_window {
	struct kg_span span;
	u64 address;
};

/**
 * struct kg_walk - a place in the sweep over the windows
 * @map: the memory map
 * @rules: the rules
 * @query: the query
 * @unwanted: classes that do not pass
 * @wanted: classes without which nothing passes
 * @align: of an address
 * @index: upward the next range to check, downward the one above it
 * @rest: what is left of the current run of ranges that pass
 * @top_down: the direction
 */
struct kg_walk {
	const struct kg_map *map;
	const struct kg_rules *rules;
	const struct kg_query *query;
	u32 unwanted;
	u32 wanted;
	u64 align;
	size_t index;
	struct kg_span rest;
	bool top_down;
};

u32 kg_reasons(const struct kg_rules *rules, u32 classes);
enum kexecguard_level kg_level(const struct kg_rules *rules, u32 reasons);
u32 kg_removable_reasons(const struct kg_rules *rules);
void kg_rules_without(struct kg_rules *rules, u32 unknown);
void kg_rules_handover(struct kg_rules *rules);

struct kg_verdict kg_verdict_span(const struct kg_map *map,
				  const struct kg_rules *rules,
				  struct kg_span span);

int kg_windows_begin(struct kg_walk *walk, const struct kg_map *map,
		     const struct kg_rules *rules,
		     const struct kg_query *query);
bool kg_window_next(struct kg_walk *walk, struct kg_window *window);
int kg_window_find(const struct kg_map *map, const struct kg_rules *rules,
		   const struct kg_query *query, struct kg_window *window);

/* For explain.c. */
int kg_walk_begin(struct kg_walk *walk, const struct kg_map *map,
		  const struct kg_rules *rules, const struct kg_query *query,
		  bool top_down);
u32 kg_walk_obstacles(const struct kg_walk *walk, u32 classes);

#endif /* KG_WINDOW_H */
