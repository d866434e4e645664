// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The map: building from overlapping sources, updates, full storage, and exact
 * results with a million ranges.
 */
#include "drawing.h"
#include "check_map.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROWS(table)	(int)(sizeof(table) / sizeof((table)[0]))

/* Sources of a machine, one below the other, and the resulting map. */
static const struct {
	const char *sources[4];
	const char *map;
	size_t count;
} builds[] = {
	{ { "" }, "", 0 },
	{ { "FFFF" }, "FFFF", 1 },
	{ { "FF.FF" }, "FF.FF", 2 },
	{ { "FFFFFF", "..oo.." }, "FFOOFF", 3 },
	{ { "..oo..", "FFFFFF" }, "FFOOFF", 3 },
	{ { "FFF...", "...FFF" }, "FFFFFF", 1 },
	{ { "FFF...", "..FFFF" }, "FFFFFF", 1 },
	{ { "FF....", "ooooo." }, "OOooo.", 2 },
	{ { "rrrr", "FFFF", "XX..", "XXXX" }, "XXXX", 1 },
	{ { "rrrrrrrr", "FFFF....", "....HHHH", "oo......" }, "OOFFHHHH", 3 },
};

static size_t add_layer(struct kg_range *inputs, const char *layer)
{
	size_t nr = 0;
	size_t i = 0;
	size_t end;

	while (layer[i]) {
		for (end = i; layer[end] == layer[i]; end++)
			;
		if (layer[i] != '.') {
			inputs[nr].span.start = i * PAGE;
			inputs[nr].span.end = end * PAGE;
			inputs[nr++].classes = drawing_classes(layer[i]);
		}
		i = end;
	}
	return nr;
}

START_TEST(build)
{
	size_t pages = strlen(builds[_i].map);
	struct kg_edge edges[KG_MAP_EDGES(DRAWING_MAX)];
	struct kg_range inputs[DRAWING_MAX];
	char text[DRAWING_MAX];
	struct drawing drawing;
	size_t nr = 0;
	size_t i;

	for (i = 0; i < 4 && builds[_i].sources[i]; i++)
		nr += add_layer(inputs + nr, builds[_i].sources[i]);

	/* Exactly the space that is needed, and one less. */
	kg_map_init(&drawing.map, drawing.ranges, builds[_i].count);
	ck_assert_int_eq(kg_map_build(&drawing.map, inputs, nr, edges,
				      KG_MAP_EDGES(nr)), 0);
	drawing_show(&drawing.map, text, pages);
	ck_assert_str_eq(text, builds[_i].map);
	ck_assert_uint_eq(drawing.map.count, builds[_i].count);
	ck_assert(map_is_canonical(&drawing.map));

	if (!nr)
		return;
	ck_assert_int_eq(kg_map_build(&drawing.map, inputs, nr, edges,
				      KG_MAP_EDGES(nr) - 1), -ENOSPC);
	drawing_show(&drawing.map, text, pages);
	ck_assert_str_eq(text, builds[_i].map);

	kg_map_init(&drawing.map, drawing.ranges, builds[_i].count - 1);
	ck_assert_int_eq(kg_map_build(&drawing.map, inputs, nr, edges,
				      KG_MAP_EDGES(nr)), -ENOSPC);
	ck_assert_uint_eq(drawing.map.count, 0);
}
END_TEST

static const struct kg_range bad_inputs[] = {
	{ { 0x1000, 0x1000 }, KEXECGUARD_RAM },
	{ { 0x2000, 0x1000 }, KEXECGUARD_RAM },
	{ { 0x1000, 0x2000 }, 0 },
	{ { 0x1000, 0x2000 }, KG_CLASSES + 1 },
	{ { 0x1000, 0x2000 }, KG_TAKEN | KEXECGUARD_RAM },
};

START_TEST(build_refuses_bad_input)
{
	struct kg_edge edges[KG_MAP_EDGES(2)];
	struct kg_range inputs[2] = { { { 0, 0x1000 }, KEXECGUARD_RAM } };
	struct drawing drawing;
	char text[8];

	drawing_build(&drawing, "F.D");
	inputs[1] = bad_inputs[_i];
	ck_assert_int_eq(kg_map_build(&drawing.map, inputs, 2, edges,
				      KG_MAP_EDGES(2)), -EINVAL);
	drawing_show(&drawing.map, text, 3);
	ck_assert_str_eq(text, "F.D");
}
END_TEST

/*
 * A change of the dashed pages. "set" and "clear" are pages whose classes are
 * set and cleared; '*' clears everything.
 */
static const struct {
	const char *before;
	const char *span;
	char set;
	char clear;
	const char *after;
	size_t count;
} updates[] = {
	/* into nothing, and beside things */
	{ "......", "..--..", 'F', '.', "..FF..", 1 },
	{ "FF....", "..--..", 'F', '.', "FFFF..", 1 },
	{ "....FF", "..--..", 'F', '.', "..FFFF", 1 },
	{ "FF..FF", "..--..", 'F', '.', "FFFFFF", 1 },
	{ "FF..FF", "..--..", 'D', '.', "FFDDFF", 3 },
	{ "FF..FF", ".----.", 'F', '.', "FFFFFF", 1 },
	{ "F.F.F.", "------", 'F', '.', "FFFFFF", 1 },
	{ "F.F.F.", "------", 'o', '.', "OoOoOo", 6 },
	/* out of the middle, the front, the back, and all of it */
	{ "FFFFFF", "..--..", '.', '*', "FF..FF", 2 },
	{ "FFFFFF", "--....", '.', '*', "..FFFF", 1 },
	{ "FFFFFF", "....--", '.', '*', "FFFF..", 1 },
	{ "FFFFFF", "------", '.', '*', "......", 0 },
	{ ".FFFF.", "------", '.', '*', "......", 0 },
	{ "F.D.XH", "-----.", '.', '*', ".....H", 1 },
	/* classes come and go */
	{ "FFFFFF", "..--..", 'o', '.', "FFOOFF", 3 },
	{ "FFOOFF", "..--..", '.', 'o', "FFFFFF", 1 },
	{ "FFOOFF", "...-..", '.', 'o', "FFOFFF", 3 },
	{ "FFOOFF", "-----.", '.', 'o', "FFFFFF", 1 },
	{ "oo.oo.", "------", '.', 'o', "......", 0 },
	{ "HHHH..", ".----.", 'F', '*', "HFFFF.", 2 },
	/* set wins over clear */
	{ "DDDD", "-.....", 'F', '*', "FDDD", 2 },
	/* nothing changes */
	{ "FFDD..", "-----.", '.', '.', "FFDD..", 2 },
	{ "FF..DD", "..--..", '.', '*', "FF..DD", 2 },
	{ "FFOOFF", "..--..", 'o', '.', "FFOOFF", 3 },
};

static u32 clear_classes(char clear)
{
	return clear == '*' ? KG_CLASSES : drawing_classes(clear);
}

START_TEST(update)
{
	size_t pages = strlen(updates[_i].before);
	char text[DRAWING_MAX];
	struct drawing drawing;

	drawing_build(&drawing, updates[_i].before);
	ck_assert_int_eq(kg_map_update(&drawing.map,
				       drawing_span(updates[_i].span),
				       drawing_classes(updates[_i].set),
				       clear_classes(updates[_i].clear)), 0);
	drawing_show(&drawing.map, text, pages);
	ck_assert_str_eq(text, updates[_i].after);
	ck_assert_uint_eq(drawing.map.count, updates[_i].count);
	ck_assert(map_is_canonical(&drawing.map));
}
END_TEST

START_TEST(update_refuses_nonsense)
{
	struct kg_span upside_down = { 0x2000, 0x1000 };
	struct kg_span empty = { 0x1000, 0x1000 };
	struct kg_span page = { 0x1000, 0x2000 };
	struct drawing drawing;
	char text[8];

	drawing_build(&drawing, "FFFF");
	ck_assert_int_eq(
		kg_map_update(&drawing.map, empty, KEXECGUARD_OFFLINE, 0),
		-EINVAL);
	ck_assert_int_eq(kg_map_update(&drawing.map, upside_down, 0,
				       KG_CLASSES), -EINVAL);
	ck_assert_int_eq(kg_map_update(&drawing.map, page, KG_CLASSES + 1, 0),
			 -EINVAL);
	ck_assert_int_eq(kg_map_update(&drawing.map, page, 0, KG_CLASSES + 1),
			 -EINVAL);
	drawing_show(&drawing.map, text, 4);
	ck_assert_str_eq(text, "FFFF");
}
END_TEST

/* One free range; changes that need two, one and none. */
START_TEST(update_of_a_full_map)
{
	struct kg_range storage[4];
	struct drawing drawing;
	struct kg_map map;
	char text[8];

	drawing_build(&drawing, "FFFF.DD");
	kg_map_init(&map, storage, 3);
	ck_assert_int_eq(copy_map(&map, &drawing.map), 0);

	ck_assert_int_eq(kg_map_update(&map, drawing_span(".--...."),
				       KEXECGUARD_OFFLINE, 0), -ENOSPC);
	ck_assert_uint_eq(map.count, 2);
	drawing_show(&map, text, 7);
	ck_assert_str_eq(text, "FFFF.DD");

	ck_assert_int_eq(kg_map_update(&map, drawing_span("--....."),
				       KEXECGUARD_OFFLINE, 0), 0);
	ck_assert_int_eq(kg_map_update(&map, drawing_span("..--..."),
				       KEXECGUARD_OFFLINE, 0), 0);
	ck_assert_uint_eq(map.count, 2);
	ck_assert_int_eq(kg_map_update(&map, drawing_span("....-.."),
				       KEXECGUARD_RAM, 0), 0);
	ck_assert_uint_eq(map.count, 3);
	ck_assert_int_eq(kg_map_update(&map, drawing_span(".....--"),
				       KEXECGUARD_OFFLINE, 0), 0);
	ck_assert_int_eq(kg_map_update(&map, drawing_span(".....-."),
				       0, KEXECGUARD_OFFLINE), -ENOSPC);
	ck_assert_int_eq(kg_map_update(&map, drawing_span("-------"),
				       0, KG_CLASSES), 0);
	ck_assert_uint_eq(map.count, 0);
}
END_TEST

/* The checker must detect each way in which a map can be invalid. */
static const struct {
	struct kg_range ranges[2];
	size_t count;
	bool canonical;
} broken[] = {
	{ { { { 1, 2 }, 1 }, { { 2, 3 }, 2 } }, 2, true },
	{ { { { 1, 2 }, 1 }, { { 3, 4 }, 1 } }, 2, true },
	{ { { { 1, 2 }, 1 }, { { 2, 3 }, 1 } }, 2, false },
	{ { { { 1, 3 }, 1 }, { { 2, 4 }, 2 } }, 2, false },
	{ { { { 3, 4 }, 1 }, { { 1, 2 }, 2 } }, 2, false },
	{ { { { 1, 1 }, 1 }, { { 2, 3 }, 2 } }, 2, false },
	{ { { { 1, 2 }, 0 }, { { 2, 3 }, 2 } }, 2, false },
	{ { { { 1, 2 }, KG_CLASSES + 1 }, { { 2, 3 }, 2 } }, 2, false },
	{ { { { 1, 2 }, 1 }, { { 2, 3 }, 2 } }, 3, false },
};

START_TEST(checker_sees_it)
{
	struct kg_range ranges[2];
	struct kg_map map = {
		.ranges = ranges, .capacity = 2,
		.count = broken[_i].count,
	};

	memcpy(ranges, broken[_i].ranges, sizeof(ranges));
	ck_assert_int_eq(map_is_canonical(&map), broken[_i].canonical);
}
END_TEST

#define MILLION		((size_t)1 << 20)
#define BLOCK		((u64)1 << 27)

/* A permutation of 0 .. 2^20 - 1: an odd factor has an inverse. */
static size_t shuffled(size_t i)
{
	return i * 655379 % MILLION;
}

static u32 classes_of(size_t i)
{
	return i % 3 ? KEXECGUARD_RAM | KEXECGUARD_FIRMWARE
		     : KEXECGUARD_RAM | KEXECGUARD_HOTADDED;
}

static void check_million(const struct kg_map *map, size_t changed)
{
	size_t place;
	size_t i;

	ck_assert(map_is_canonical(map));
	ck_assert_uint_eq(map->count, MILLION);
	for (i = 0; i < MILLION; i++) {
		const struct kg_range *range = kg_map_at(map, i);
		u32 classes =
			classes_of(i) | (i < changed ? KEXECGUARD_OFFLINE : 0);

		if (range->span.start != i * BLOCK ||
		    range->span.end != i * BLOCK + BLOCK / 2 ||
		    range->classes != classes)
			ck_abort_msg("range %zu is wrong", i);
		place = kg_map_find(map, i * BLOCK + BLOCK / 2 - 1);
		if (place != i)
			ck_abort_msg("range %zu is not found", i);
	}
}

/*
 * 2^20 ranges with holes between them, in the worst order for the sort; then
 * every one of the first 1000 blocks goes offline, and the holes are filled and
 * emptied again from the upper end to the lower.
 */
START_TEST(a_million_ranges)
{
	struct kg_edge *edges = malloc(KG_MAP_EDGES(MILLION) * sizeof(*edges));
	struct kg_range *inputs = malloc(MILLION * sizeof(*inputs));
	struct kg_range *ranges = malloc((MILLION + 2) * sizeof(*ranges));
	struct kg_map map;
	size_t i;

	ck_assert(edges && inputs && ranges);
	for (i = 0; i < MILLION; i++) {
		inputs[i].span.start = shuffled(i) * BLOCK;
		inputs[i].span.end = inputs[i].span.start + BLOCK / 2;
		inputs[i].classes = classes_of(shuffled(i));
	}
	kg_map_init(&map, ranges, MILLION + 2);
	ck_assert_int_eq(kg_map_build(&map, inputs, MILLION, edges,
				      KG_MAP_EDGES(MILLION)), 0);
	check_million(&map, 0);

	for (i = 0; i < 1000; i++) {
		struct kg_span block = { i * BLOCK, i * BLOCK + BLOCK / 2 };

		ck_assert_int_eq(
			kg_map_update(&map, block, KEXECGUARD_OFFLINE, 0), 0);
	}
	check_million(&map, 1000);

	for (i = MILLION - 1; i >= MILLION - 1000; i--) {
		struct kg_span hole = { i * BLOCK - BLOCK / 2, i * BLOCK };

		ck_assert_int_eq(kg_map_update(&map, hole, KEXECGUARD_CRASH, 0),
				 0);
		ck_assert_uint_eq(map.count, MILLION + 1);
		ck_assert_int_eq(kg_map_update(&map, hole, 0, KEXECGUARD_CRASH),
				 0);
	}
	check_million(&map, 1000);

	free(ranges);
	free(inputs);
	free(edges);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("map");
	TCase *tcase = tcase_create("map");
	TCase *large = tcase_create("large");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, build, 0, ROWS(builds));
	tcase_add_loop_test(tcase, build_refuses_bad_input, 0,
			    ROWS(bad_inputs));
	tcase_add_loop_test(tcase, update, 0, ROWS(updates));
	tcase_add_test(tcase, update_refuses_nonsense);
	tcase_add_test(tcase, update_of_a_full_map);
	tcase_add_loop_test(tcase, checker_sees_it, 0, ROWS(broken));
	suite_add_tcase(suite, tcase);
	tcase_add_test(large, a_million_ranges);
	tcase_set_timeout(large, 60);
	suite_add_tcase(suite, large);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
