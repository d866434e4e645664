// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Properties of the map and the windows, by comparison with the oracle. After
 * its end a script reads as zeros.
 */
#include "property.h"
#include "check_map.h"
#include "oracle.h"
#include "../../core/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_INPUTS	24
#define MAX_EXCLUDE	5
#define ROOMY		(2 * ORACLE_BYTES)

struct script {
	const uint8_t *at;
	size_t left;
};

struct state {
	struct script script;
	struct oracle oracle;
	struct kg_map map;
	struct kg_rules rules;
	struct kg_query query;
	struct kg_span exclude[MAX_EXCLUDE];
};

#define STRING(x)	#x
#define TEXT(x)		STRING(x)
#define REQUIRE(claim)	do { \
		if (!(claim)) \
			return __FILE__ ":" TEXT(__LINE__) ": " #claim; \
	} while (0)

static u32 take(struct script *script, u32 bytes)
{
	u32 value = 0;

	for (; bytes; bytes--) {
		value <<= 8;
		if (script->left) {
			value |= *script->at++;
			script->left--;
		}
	}
	return value;
}

static u32 take_below(struct script *script, u32 limit)
{
	return take(script, 2) % limit;
}

/*
 * Mostly good memory and few other classes, or there would hardly ever be a
 * window.
 */
static u32 take_classes(struct script *script)
{
	static const u32 often[] = {
		KEXECGUARD_RAM | KEXECGUARD_FIRMWARE,
		KEXECGUARD_RAM | KEXECGUARD_FIRMWARE,
		KEXECGUARD_RAM | KEXECGUARD_FIRMWARE,
		KEXECGUARD_RAM | KEXECGUARD_FIRMWARE,
		KEXECGUARD_RAM, KEXECGUARD_FIRMWARE, KEXECGUARD_MOVABLE,
		KEXECGUARD_HOTPLUGGABLE, KEXECGUARD_CRASH, KEXECGUARD_KERNEL,
		KEXECGUARD_RAM | KEXECGUARD_HOTADDED, KEXECGUARD_OFFLINE,
		KEXECGUARD_RESERVED, KEXECGUARD_RAM | KEXECGUARD_DRIVER,
		KG_CLASSES, 0,
	};
	u32 choice = take(script, 1);

	if (choice >= 0xf0)
		return take(script, 2) & KG_CLASSES;
	return often[choice & 15];
}

static struct kg_span take_span(struct state *state)
{
	u32 start = take(&state->script, 1) % (ORACLE_BYTES - 1);
	u32 size = take(&state->script, 1) / 2;
	struct kg_span span;

	if (size == 127)
		size = ORACLE_BYTES;
	if (size > ORACLE_BYTES - 1 - start)
		size = ORACLE_BYTES - 1 - start;
	span.start = state->oracle.base + start;
	span.end = span.start + size;
	return span;
}

static const char *check_map(const struct state *state)
{
	const struct oracle *oracle = &state->oracle;
	u64 address;
	size_t i;

	REQUIRE(map_is_canonical(&state->map));
	REQUIRE(state->map.count == oracle_count_ranges(oracle));
	for (i = 0; i < ORACLE_BYTES; i++) {
		address = oracle->base + i;
		REQUIRE(kg_map_classes(&state->map, address) ==
			oracle->classes[i]);
	}
	return NULL;
}

static const char *try_build(struct state *state)
{
	struct kg_edge edges[KG_MAP_EDGES(MAX_INPUTS)];
	struct kg_range inputs[MAX_INPUTS];
	struct oracle built = { .base = state->oracle.base };
	size_t nr = take(&state->script, 1) % (MAX_INPUTS + 1);
	bool is_good = true;
	size_t i;
	int err;

	for (i = 0; i < nr; i++) {
		inputs[i].span = take_span(state);
		inputs[i].classes = take_classes(&state->script);
		if (!kg_span_is_valid(inputs[i].span) || !inputs[i].classes)
			is_good = false;
		oracle_update(&built, inputs[i].span, inputs[i].classes, 0);
	}

	err = kg_map_build(&state->map, inputs, nr, edges, 4 * nr);
	if (!is_good) {
		REQUIRE(err == -EINVAL);
	} else if (oracle_count_ranges(&built) > state->map.capacity) {
		REQUIRE(err == -ENOSPC);
	} else {
		REQUIRE(!err);
		state->oracle = built;
	}
	return check_map(state);
}

/*
 * An update needs free space while it works, so an almost full map may refuse a
 * change whose result would fit; but not if there is space for a cut at both
 * ends and for each hole that is filled.
 */
static bool has_room(const struct state *state, struct kg_span span)
{
	size_t first = kg_map_find(&state->map, span.start);
	size_t last = kg_map_find(&state->map, span.end);

	return state->map.capacity - state->map.count >= last - first + 3;
}

static const char *try_update(struct state *state)
{
	struct kg_span span = take_span(state);
	u32 classes = take_classes(&state->script);
	u32 choice = take(&state->script, 1) & 3;
	u32 set = choice ? classes : 0;
	u32 clear = choice > 1 ? KG_CLASSES : choice ? 0 : classes;
	struct oracle after = state->oracle;
	bool roomy = has_room(state, span);
	int err;

	if (choice == 3)
		set = KEXECGUARD_RAM | KEXECGUARD_FIRMWARE;
	err = kg_map_update(&state->map, span, set, clear);
	if (!kg_span_is_valid(span)) {
		REQUIRE(err == -EINVAL);
		return check_map(state);
	}

	oracle_update(&after, span, set, clear);
	if (oracle_count_ranges(&after) > state->map.capacity)
		REQUIRE(err == -ENOSPC);
	else if (roomy)
		REQUIRE(!err);
	else
		REQUIRE(!err || err == -ENOSPC);
	if (!err)
		state->oracle = after;
	return check_map(state);
}

static const char *try_copy(struct state *state)
{
	struct kg_range storage[ORACLE_BYTES];
	size_t capacity = take_below(&state->script, ORACLE_BYTES);
	struct state copy = { .oracle = state->oracle };
	int err;

	kg_map_init(&copy.map, storage, capacity);
	err = copy_map(&copy.map, &state->map);
	if (capacity < state->map.count) {
		REQUIRE(err == -ENOSPC && !copy.map.count);
		return NULL;
	}
	REQUIRE(!err);
	return check_map(&copy);
}

static void take_rules(struct state *state)
{
	struct script *script = &state->script;
	u32 choice = take(script, 1);

	state->rules = choice & 1 ? kg_rules_x86 : kg_rules_arm64;
	if ((choice & 6) == 6) {
		state->rules.unsafe = take(script, 2) & KG_CLASSES;
		state->rules.removable = take(script, 2) & KG_CLASSES;
		state->rules.unsafe_without = take(script, 2) & KG_CLASSES;
		state->rules.removable_without = take(script, 2) & KG_CLASSES;
		state->rules.unsafe_without |= KEXECGUARD_RAM;
	}
	if ((choice & 6) == 4)
		kg_rules_without(&state->rules, take(script, 2));
	state->rules.page = 1 << (choice >> 3) % 6;
}

static const char *try_verdict(struct state *state)
{
	struct kg_verdict verdict;
	struct kg_verdict expected;
	struct kg_span span;

	take_rules(state);
	span = take_span(state);
	if (!kg_span_is_valid(span))
		return NULL;

	verdict = kg_verdict_span(&state->map, &state->rules, span);
	expected = oracle_verdict(&state->oracle, &state->rules, span);
	REQUIRE(verdict.level == expected.level);
	REQUIRE(verdict.reasons == expected.reasons);
	return NULL;
}

static void take_query(struct state *state, bool top_down)
{
	struct script *script = &state->script;
	struct kg_query *query = &state->query;
	u32 choice = take(script, 1);
	struct kg_span limits;
	size_t i;

	memset(query, 0, sizeof(*query));
	query->top_down = top_down;
	query->size = take(script, 1) % 32 + 1;
	query->align = 1 << (choice >> 5);
	query->max = KG_ADDRESS_MAX;
	if ((choice & 3) == 3) {
		limits = take_span(state);
		query->min = limits.start;
		query->max = limits.end;
	}
	if (choice & 4)
		query->allow = kg_removable_reasons(&state->rules);
	if ((choice & 12) == 12)
		query->allow &= take(script, 4);
	if ((choice & 24) == 24)
		query->avoid = take(script, 2) & KG_CLASSES;
	if ((choice & 3) == 1)
		query->nr_exclude = take(script, 1) % (MAX_EXCLUDE + 1);
	for (i = 0; i < query->nr_exclude; i++)
		state->exclude[i] = take_span(state);
	query->exclude = state->exclude;
}

/* Windows and exclusions together cover each byte exactly once. */
static const char *check_explanation(const struct state *state,
				     const struct kg_window *windows,
				     size_t nr)
{
	const struct oracle *oracle = &state->oracle;
	struct kg_explanation explanation;
	struct kg_exclusion exclusion;
	struct kg_span universe;
	u64 at = state->query.min;
	bool more = true;
	u32 before = 0;
	u64 address;
	u32 reasons;
	size_t i = 0;

	REQUIRE(!kg_explain_begin(&explanation, &state->map, &state->rules,
				  &state->query));
	while (at < state->query.max) {
		if (i < nr && windows[i].span.start == at) {
			at = windows[i++].span.end;
			before = 0;
			continue;
		}
		more = kg_explain_next(&explanation, &exclusion);
		REQUIRE(more);
		REQUIRE(exclusion.span.start == at);
		REQUIRE(exclusion.span.end > at);
		REQUIRE(exclusion.reasons && exclusion.reasons != before);
		before = exclusion.reasons;
		at = exclusion.span.end;

		universe.start = oracle->base;
		universe.end = oracle->base + ORACLE_BYTES - 1;
		if (!kg_span_clip(&universe, exclusion.span))
			continue;
		for (address = universe.start; address < universe.end;
		     address++) {
			reasons = oracle_obstacles(oracle, &state->rules,
						   &state->query, address);
			REQUIRE(exclusion.reasons ==
				(reasons ? reasons : KG_SMALL));
		}
	}
	REQUIRE(at == state->query.max && i == nr);
	REQUIRE(!kg_explain_next(&explanation, &exclusion));
	return NULL;
}

static const char *try_query(struct state *state, bool top_down)
{
	struct kg_window expected[ORACLE_BYTES];
	struct kg_window list[ORACLE_BYTES];
	struct kg_window first;
	size_t nr_expected;
	size_t count = 12345;
	size_t other;
	size_t i;
	int err;

	take_rules(state);
	take_query(state, top_down);
	err = list_windows(&state->map, &state->rules, &state->query, list,
			      ORACLE_BYTES, &count);
	if (state->query.min >= state->query.max) {
		REQUIRE(err == -EINVAL && count == 12345);
		return NULL;
	}
	REQUIRE(!err);

	nr_expected = oracle_windows(&state->oracle, &state->rules,
				     &state->query, expected);
	REQUIRE(count == nr_expected);
	for (i = 0; i < count; i++) {
		other = state->query.top_down ? count - 1 - i : i;
		REQUIRE(list[i].span.start == expected[other].span.start);
		REQUIRE(list[i].span.end == expected[other].span.end);
		REQUIRE(list[i].address == expected[other].address);
	}

	err = kg_window_find(&state->map, &state->rules, &state->query,
			     &first);
	REQUIRE(err == (count ? 0 : -EADDRNOTAVAIL));
	REQUIRE(!count || first.address == list[0].address);
	if (count) {
		err = list_windows(&state->map, &state->rules,
				      &state->query, list, count - 1, &other);
		REQUIRE(err == -ENOSPC);
	}
	return check_explanation(state, expected, count);
}

static const char *try_both_directions(struct state *state)
{
	struct script script = state->script;
	const char *broken;

	broken = try_query(state, false);
	if (broken)
		return broken;

	state->script = script;
	return try_query(state, true);
}

static const char *step(struct state *state)
{
	switch (take(&state->script, 1) % 8) {
	case 0:
		return try_build(state);
	case 1:
		return try_copy(state);
	case 2:
		return try_verdict(state);
	case 3:
	case 4:
		return try_both_directions(state);
	default:
		return try_update(state);
	}
}

const char *property_check(const uint8_t *script, size_t size)
{
	static const u64 bases[] = {
		0, 4096, ((u64)1 << 32) - 200, KG_ADDRESS_MAX - ORACLE_BYTES + 1,
	};
	struct kg_range *storage;
	const char *broken = NULL;
	struct state state = { .script = { script, size } };
	size_t capacity;

	capacity = take(&state.script, 1);
	if (capacity >= 128)
		capacity = ROOMY;
	state.oracle.base = bases[take(&state.script, 1) % 4];

	/* Of exactly that size, so that ASan detects an access beyond it. */
	storage = malloc(capacity * sizeof(*storage));
	if (capacity && !storage)
		abort();
	kg_map_init(&state.map, storage, capacity);
	while (state.script.left && !broken)
		broken = step(&state);
	free(storage);
	return broken;
}
