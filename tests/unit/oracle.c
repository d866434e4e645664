// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The naive answers: loops over bytes; speed does not matter.
 */
#include "oracle.h"

u32 oracle_classes(const struct oracle *oracle, u64 address)
{
	if (address < oracle->base || address - oracle->base >= ORACLE_BYTES)
		return 0;
	return oracle->classes[address - oracle->base];
}

void oracle_update(struct oracle *oracle, struct kg_span span, u32 set,
		   u32 clear)
{
	u64 address;

	for (address = span.start; address < span.end; address++) {
		oracle->classes[address - oracle->base] &= ~clear;
		oracle->classes[address - oracle->base] |= set;
	}
}

size_t oracle_count_ranges(const struct oracle *oracle)
{
	size_t count = 0;
	u32 before = 0;
	size_t i;

	for (i = 0; i < ORACLE_BYTES; i++) {
		if (oracle->classes[i] && oracle->classes[i] != before)
			count++;
		before = oracle->classes[i];
	}
	return count;
}

u32 oracle_reasons(const struct kg_rules *rules, u32 classes)
{
	u32 reasons = 0;
	u32 class;

	for (class = 1; class < (u32)1 << KG_NR_CLASSES; class <<= 1) {
		bool here = classes & class;

		if (here && (rules->unsafe & class))
			reasons |= class;
		if (here && (rules->removable & class))
			reasons |= class;
		if (!here && (rules->unsafe_without & class))
			reasons |= class << 16;
		if (!here && (rules->removable_without & class))
			reasons |= class << 16;
	}
	return reasons;
}

static enum kexecguard_level level_of(const struct kg_rules *rules, u32 classes)
{
	if (classes & rules->unsafe)
		return KEXECGUARD_UNSAFE;
	if ((classes & rules->unsafe_without) != rules->unsafe_without)
		return KEXECGUARD_UNSAFE;
	if (classes & rules->removable)
		return KEXECGUARD_REMOVABLE;
	if ((classes & rules->removable_without) != rules->removable_without)
		return KEXECGUARD_REMOVABLE;
	return KEXECGUARD_SAFE;
}

struct kg_verdict oracle_verdict(const struct oracle *oracle,
				 const struct kg_rules *rules,
				 struct kg_span span)
{
	struct kg_verdict verdict = { .level = KEXECGUARD_SAFE };
	u64 address = span.start - span.start % rules->page;
	u32 classes;

	/*
	 * To the end of the page of the last byte, or of the address space,
	 * where addresses wrap.
	 */
	do {
		classes = oracle_classes(oracle, address);
		verdict.reasons |= oracle_reasons(rules, classes);
		if (level_of(rules, classes) < verdict.level)
			verdict.level = level_of(rules, classes);
		address++;
	} while (address && (address < span.end || address % rules->page));
	return verdict;
}

u32 oracle_obstacles(const struct oracle *oracle, const struct kg_rules *rules,
		     const struct kg_query *query, u64 address)
{
	u32 classes = oracle_classes(oracle, address);
	u32 obstacles;
	size_t i;

	obstacles = oracle_reasons(rules, classes) & ~query->allow;
	obstacles |= classes & query->avoid;
	for (i = 0; i < query->nr_exclude; i++)
		if (address >= query->exclude[i].start &&
		    address < query->exclude[i].end)
			obstacles |= KG_TAKEN;
	return obstacles;
}

static bool is_good_page(const struct oracle *oracle,
			 const struct kg_rules *rules,
			 const struct kg_query *query, u64 page)
{
	u64 i;

	for (i = 0; i < rules->page; i++) {
		u64 address = page + i;

		if (address < query->min || address >= query->max ||
		    oracle_obstacles(oracle, rules, query, address))
			return false;
	}
	return true;
}

/* The lowest or highest address that fits, by trying all. */
static bool place(const struct kg_rules *rules, const struct kg_query *query,
		  struct kg_window *window)
{
	bool found = false;
	u64 address;

	for (address = window->span.start; address < window->span.end;
	     address++) {
		if (address % query->align || address % rules->page ||
		    window->span.end - address < query->size)
			continue;
		if (found && !query->top_down)
			continue;
		window->address = address;
		found = true;
	}
	return found;
}

/* Windows in ascending order, independent of the direction. */
size_t oracle_windows(const struct oracle *oracle,
		      const struct kg_rules *rules,
		      const struct kg_query *query, struct kg_window *list)
{
	u64 page = oracle->base - oracle->base % rules->page;
	struct kg_window window = { .address = 0 };
	bool is_open = false;
	size_t count = 0;
	size_t pages;

	for (pages = ORACLE_BYTES / rules->page + 2; pages; pages--) {
		if (pages > 1 && is_good_page(oracle, rules, query, page)) {
			if (!is_open)
				window.span.start = page;
			is_open = true;
		} else if (is_open) {
			is_open = false;
			window.span.end = page;
			if (place(rules, query, &window))
				list[count++] = window;
		}
		page += rules->page;
	}
	return count;
}
