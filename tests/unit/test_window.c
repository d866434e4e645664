// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rules, verdicts, windows and explanations, as drawings; and a million
 * windows.
 */
#include "check_map.h"
#include "drawing.h"
#include "../../core/explain.h"
#include "../../core/names.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROWS(table)	(int)(sizeof(table) / sizeof((table)[0]))
#define UNSAFE		KEXECGUARD_UNSAFE
#define REMOVABLE	KEXECGUARD_REMOVABLE
#define SAFE		KEXECGUARD_SAFE
#define NO_FIRMWARE	KG_WITHOUT(KEXECGUARD_FIRMWARE)
#define NO_RAM		KG_WITHOUT(KEXECGUARD_RAM)
#define HOLE		(NO_RAM | NO_FIRMWARE)

static const struct kg_rules *const rules_of[] = {
	['x'] = &kg_rules_x86,
	['a'] = &kg_rules_arm64,
};

/* The level of a page of each kind, on x86 and on arm64. */
static const struct {
	char page;
	enum kexecguard_level x86;
	u32 x86_reasons;
	enum kexecguard_level arm64;
	u32 arm64_reasons;
} pages[] = {
	{ '.', UNSAFE, HOLE, UNSAFE, HOLE },
	{ 'F', SAFE, 0, SAFE, 0 },
	{ 'r', REMOVABLE, NO_FIRMWARE, UNSAFE, NO_FIRMWARE },
	{ 'H', REMOVABLE, KEXECGUARD_HOTADDED | NO_FIRMWARE,
	  UNSAFE, KEXECGUARD_HOTADDED | NO_FIRMWARE },
	{ 'P', REMOVABLE, KEXECGUARD_HOTPLUGGABLE,
	  REMOVABLE, KEXECGUARD_HOTPLUGGABLE },
	{ 'D', UNSAFE, KEXECGUARD_DRIVER | NO_FIRMWARE,
	  UNSAFE, KEXECGUARD_DRIVER | NO_FIRMWARE },
	{ 'O', UNSAFE, KEXECGUARD_OFFLINE, UNSAFE, KEXECGUARD_OFFLINE },
	{ 'M', REMOVABLE, KEXECGUARD_MOVABLE, REMOVABLE, KEXECGUARD_MOVABLE },
	{ 'X', UNSAFE, KEXECGUARD_RESERVED, UNSAFE, KEXECGUARD_RESERVED },
	{ 'C', SAFE, 0, UNSAFE, KEXECGUARD_CRASH },
	{ 'K', SAFE, 0, SAFE, 0 },
	{ 'N', UNSAFE, KEXECGUARD_NOMAP, UNSAFE, KEXECGUARD_NOMAP },
	{ 'S', SAFE, 0, SAFE, 0 },
	{ 'V', UNSAFE, KEXECGUARD_PRESERVED,
	  UNSAFE, KEXECGUARD_PRESERVED },
	{ 'A', UNSAFE, KEXECGUARD_UNACCEPTED,
	  UNSAFE, KEXECGUARD_UNACCEPTED },
	{ 'o', UNSAFE, KEXECGUARD_OFFLINE | HOLE,
	  UNSAFE, KEXECGUARD_OFFLINE | HOLE },
};

START_TEST(verdict_of_a_page)
{
	struct kg_span span = { PAGE, 2 * PAGE };
	char text[] = "F?F";
	struct drawing drawing;
	struct kg_verdict verdict;

	text[1] = pages[_i].page;
	drawing_build(&drawing, text);

	verdict = kg_verdict_span(&drawing.map, &kg_rules_x86, span);
	ck_assert_int_eq(verdict.level, pages[_i].x86);
	ck_assert_uint_eq(verdict.reasons, pages[_i].x86_reasons);
	verdict = kg_verdict_span(&drawing.map, &kg_rules_arm64, span);
	ck_assert_int_eq(verdict.level, pages[_i].arm64);
	ck_assert_uint_eq(verdict.reasons, pages[_i].arm64_reasons);
}
END_TEST

/* A ppc64 kernel judges as x86, but for its own image. */
START_TEST(verdict_on_ppc64)
{
	struct kg_span span = { PAGE, 2 * PAGE };
	bool is_kernel = pages[_i].page == 'K';
	char text[] = "F?F";
	struct drawing drawing;
	struct kg_verdict verdict;

	text[1] = pages[_i].page;
	drawing_build(&drawing, text);

	verdict = kg_verdict_span(&drawing.map, &kg_rules_ppc64, span);
	ck_assert_int_eq(verdict.level, is_kernel ? UNSAFE : pages[_i].x86);
	ck_assert_uint_eq(verdict.reasons, is_kernel ? KEXECGUARD_KERNEL :
			  pages[_i].x86_reasons);
}
END_TEST

static const struct {
	const char *map;
	const char *span;
	enum kexecguard_level level;
	u32 reasons;
} verdicts[] = {
	{ "FFFF", "----", SAFE, 0 },
	{ "FKCF", "----", SAFE, 0 },
	{ "FFFF.", " ----", UNSAFE, HOLE },
	{ ".FFFF", "----", UNSAFE, HOLE },
	{ "FF.FF", "-----", UNSAFE, HOLE },
	{ "FFXFF", "--   ", SAFE, 0 },
	{ "FFXFF", "---  ", UNSAFE, KEXECGUARD_RESERVED },
	{ "FFXFF", "   --", SAFE, 0 },
	{ "MHP..", "---  ", REMOVABLE,
	  KEXECGUARD_MOVABLE | KEXECGUARD_HOTADDED | KEXECGUARD_HOTPLUGGABLE |
	  NO_FIRMWARE },
	{ "MODNX", "-----", UNSAFE,
	  KEXECGUARD_MOVABLE | KEXECGUARD_OFFLINE | KEXECGUARD_DRIVER |
	  KEXECGUARD_NOMAP | KEXECGUARD_RESERVED | NO_FIRMWARE },
	{ "FFFF", "      --", UNSAFE, HOLE },
	{ "", "-", UNSAFE, HOLE },
};

START_TEST(verdict_of_a_span)
{
	struct kg_span span = drawing_span(verdicts[_i].span);
	struct drawing drawing;
	struct kg_verdict verdict;

	drawing_build(&drawing, verdicts[_i].map);
	verdict = kg_verdict_span(&drawing.map, &kg_rules_x86, span);
	ck_assert_int_eq(verdict.level, verdicts[_i].level);
	ck_assert_uint_eq(verdict.reasons, verdicts[_i].reasons);
}
END_TEST

/* One byte of a page counts as the whole page, because pages are copied. */
START_TEST(verdict_rounds_outward)
{
	struct kg_rules rules = kg_rules_x86;
	struct drawing drawing;
	struct kg_verdict verdict;
	struct kg_span span = { 2 * PAGE - 2, 2 * PAGE - 1 };
	struct kg_span byte = { PAGE, PAGE + 1 };

	drawing_build(&drawing, "FFFFXFFF");
	ck_assert_int_eq(kg_map_update(&drawing.map, byte, KEXECGUARD_NOMAP, 0),
			 0);
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, UNSAFE);
	ck_assert_uint_eq(verdict.reasons, KEXECGUARD_NOMAP);

	span = (struct kg_span){ 2 * PAGE, 2 * PAGE + 1 };
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, SAFE);

	/* Pages of 64 KiB: the byte is good, its page is not. */
	rules.page = 16 * PAGE;
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, UNSAFE);
	ck_assert_uint_eq(verdict.reasons,
			  KEXECGUARD_NOMAP | KEXECGUARD_RESERVED | HOLE);
}
END_TEST

/*
 * The end of the last page of the address space overflows, so it is never good.
 */
START_TEST(verdict_at_the_end)
{
	struct kg_range storage[1] = {
		{ { 0, KG_ADDRESS_MAX }, KEXECGUARD_RAM | KEXECGUARD_FIRMWARE },
	};
	struct kg_map map = {
		.ranges = storage, .capacity = 1, .count = 1,
	};
	struct kg_span last = { KG_ADDRESS_MAX - 5, KG_ADDRESS_MAX };
	struct kg_span before = { KG_ADDRESS_MAX - PAGE - 5,
				  KG_ADDRESS_MAX - PAGE };
	struct kg_span upside_down = { 2 * PAGE, PAGE };

	ck_assert_int_eq(kg_verdict_span(&map, &kg_rules_x86, last).level,
			 UNSAFE);
	ck_assert_int_eq(kg_verdict_span(&map, &kg_rules_x86, before).level,
			 SAFE);
	ck_assert_int_eq(kg_verdict_span(&map, &kg_rules_x86,
					 upside_down).level, UNSAFE);
}
END_TEST

/*
 * Windows are dashes below the map; 'e' marks what the query excludes. Sizes,
 * alignments, limits and addresses are in pages.
 */
static const struct {
	char rules;
	const char *map;
	const char *exclude;
	const char *windows;
	u64 size, align, min, max;
	u32 allow, avoid;
	u64 lowest, highest;
} windows[] = {
	/* the map alone */
	{ 'x', "FFFF", "", "----", 1, 1, 0, 99, 0, 0, 0, 3 },
	{ 'x', "FF.FFFF", "", "-- ----", 1, 1, 0, 99, 0, 0, 0, 6 },
	{ 'x', "FF.FFFF", "", "   ----", 3, 1, 0, 99, 0, 0, 3, 4 },
	{ 'x', "....", "", "    ", 1, 1, 0, 99, 0, 0, 0, 0 },
	{ 'x', "", "", "", 1, 1, 0, 99, 0, 0, 0, 0 },
	{ 'x', "FXFFNFFFDF", "", "- -- --- -", 1, 1, 0, 99, 0, 0, 0, 9 },
	/* adjacent good ranges are one window */
	{ 'x', "FFKKFFCCFF", "", "----------", 9, 1, 0, 99, 0, 0, 0, 1 },
	{ 'a', "FFKKFFCCFF", "", "------  --", 2, 1, 0, 99, 0, 0, 0, 8 },
	/* removable, if allowed */
	{ 'x', "FFMMPPHH", "", "--      ", 1, 1, 0, 99, 0, 0, 0, 1 },
	{ 'x', "FFMMPPHH", "", "----    ", 1, 1, 0, 99, KEXECGUARD_MOVABLE, 0, 0, 3 },
	{ 'x', "FFMMPPHH", "", "--------", 8, 1, 0, 99, KEXECGUARD_MOVABLE |
	  KEXECGUARD_HOTPLUGGABLE | KEXECGUARD_HOTADDED | NO_FIRMWARE,
	  0, 0, 0 },
	{ 'x', "FFMMPPHH", "", "------  ", 1, 1, 0, 99, KEXECGUARD_MOVABLE |
	  KEXECGUARD_HOTPLUGGABLE | KEXECGUARD_HOTADDED, 0, 0, 5 },
	{ 'a', "FFMMPPHH", "", "------  ", 1, 1, 0, 99, KEXECGUARD_MOVABLE |
	  KEXECGUARD_HOTPLUGGABLE, 0, 0, 5 },
	/* avoid allowed memory */
	{ 'x', "FFKKFFCC", "", "--  --  ", 1, 1, 0, 99, 0,
	  KEXECGUARD_KERNEL | KEXECGUARD_CRASH, 0, 5 },
	/* alignment */
	{ 'x', ".FFFFFF", "", " ------", 2, 4, 0, 99, 0, 0, 4, 4 },
	{ 'x', ".FFFFFFFF", "", " --------", 1, 4, 0, 99, 0, 0, 4, 8 },
	{ 'x', ".FFF.FFF", "", "        ", 1, 8, 0, 99, 0, 0, 0, 0 },
	{ 'x', ".FFFFF", "", "      ", 3, 4, 0, 99, 0, 0, 0, 0 },
	{ 'x', "FFFFFFFF", "", "--------", 8, 8, 0, 99, 0, 0, 0, 0 },
	/* limits cut windows; the rest must still fit */
	{ 'x', "FFFFFFFF", "", "  ----  ", 1, 1, 2, 6, 0, 0, 2, 5 },
	{ 'x', "FFFFFFFF", "", "        ", 5, 1, 2, 6, 0, 0, 0, 0 },
	{ 'x', "FF..FFFF", "", "    --  ", 1, 1, 2, 6, 0, 0, 4, 5 },
	{ 'x', "FF....FF", "", "        ", 1, 1, 2, 6, 0, 0, 0, 0 },
	{ 'x', "FFFF", "", "   -", 1, 1, 3, 99, 0, 0, 3, 3 },
	{ 'x', "FFFF", "", "    ", 1, 1, 4, 99, 0, 0, 0, 0 },
	/* segments that are already placed */
	{ 'x', "FFFFFFFF", "  ee    ", "--  ----", 1, 1, 0, 99, 0, 0, 0, 7 },
	{ 'x', "FFFFFFFF", "ee    ee", "  ----  ", 1, 1, 0, 99, 0, 0, 2, 5 },
	{ 'x', "FFFFFFFF", "eeeeeeee", "        ", 1, 1, 0, 99, 0, 0, 0, 0 },
	{ 'x', "FFF..FFF", " eeeeee ", "-      -", 1, 1, 0, 99, 0, 0, 0, 7 },
	{ 'x', "FFFFFFFF", "e e e e ", " - - - -", 1, 1, 0, 99, 0, 0, 1, 7 },
	{ 'x', "FFFFFFFF", "  ee    ", "    ----", 3, 1, 0, 99, 0, 0, 4, 5 },
};

static size_t add_exclude(const char *text, struct kg_span *exclude)
{
	size_t nr = 0;
	size_t i;

	/* From the last to the first: order must not matter. */
	for (i = strlen(text); i-- > 0;)
		if (text[i] == 'e') {
			exclude[nr].start = i * PAGE;
			exclude[nr++].end = (i + 1) * PAGE;
		}
	return nr;
}

static struct kg_query query_of(int row, struct kg_span *exclude)
{
	return (struct kg_query){
		.size = windows[row].size * PAGE,
		.align = windows[row].align * PAGE,
		.min = windows[row].min * PAGE,
		.max = windows[row].max * PAGE,
		.allow = windows[row].allow,
		.avoid = windows[row].avoid,
		.exclude = exclude,
		.nr_exclude = add_exclude(windows[row].exclude, exclude),
	};
}

static void draw(const struct kg_window *list, size_t count, size_t size,
		 char *text)
{
	size_t i;
	u64 page;

	memset(text, ' ', size);
	text[size] = '\0';
	for (i = 0; i < count; i++)
		for (page = list[i].span.start; page < list[i].span.end;
		     page += PAGE)
			text[page / PAGE] = '-';
}

START_TEST(windows_of_a_map)
{
	size_t size = strlen(windows[_i].map);
	const struct kg_rules *rules = rules_of[(int)windows[_i].rules];
	struct kg_window list[DRAWING_MAX];
	struct kg_span exclude[DRAWING_MAX];
	struct kg_query query = query_of(_i, exclude);
	bool any = strchr(windows[_i].windows, '-');
	char text[DRAWING_MAX];
	struct kg_window window;
	struct drawing drawing;
	size_t count;
	size_t down;

	drawing_build(&drawing, windows[_i].map);
	ck_assert_int_eq(list_windows(&drawing.map, rules, &query, list,
					 DRAWING_MAX, &count), 0);
	draw(list, count, size, text);
	ck_assert_str_eq(text, windows[_i].windows);
	ck_assert_int_eq(kg_window_find(&drawing.map, rules, &query, &window),
			 any ? 0 : -EADDRNOTAVAIL);
	if (any)
		ck_assert_uint_eq(window.address, windows[_i].lowest * PAGE);

	query.top_down = true;
	ck_assert_int_eq(list_windows(&drawing.map, rules, &query, list,
					 DRAWING_MAX, &down), 0);
	draw(list, down, size, text);
	ck_assert_str_eq(text, windows[_i].windows);
	ck_assert_uint_eq(down, count);
	ck_assert_int_eq(kg_window_find(&drawing.map, rules, &query, &window),
			 any ? 0 : -EADDRNOTAVAIL);
	if (any)
		ck_assert_uint_eq(window.address, windows[_i].highest * PAGE);
}
END_TEST

/*
 *	page	0      1      2      3
 *	RAM	   [-------------------)
 *	window	       [------)
 */
START_TEST(windows_round_inward)
{
	struct kg_span span = { 1, 4 * PAGE - 1 };
	struct kg_query query = {
		.size = 1, .align = 1, .max = KG_ADDRESS_MAX,
	};
	struct kg_range storage[3];
	struct kg_window window;
	struct kg_map map;

	kg_map_init(&map, storage, 3);
	ck_assert_int_eq(kg_map_update(&map, span, KEXECGUARD_RAM | KEXECGUARD_FIRMWARE, 0),
			 0);
	ck_assert_int_eq(kg_window_find(&map, &kg_rules_x86, &query, &window),
			 0);
	ck_assert_uint_eq(window.span.start, PAGE);
	ck_assert_uint_eq(window.span.end, 3 * PAGE);
	ck_assert_uint_eq(window.address, PAGE);

	/* An address is page-aligned even if less is requested. */
	query.top_down = true;
	ck_assert_int_eq(kg_window_find(&map, &kg_rules_x86, &query, &window),
			 0);
	ck_assert_uint_eq(window.address, 2 * PAGE);
	query.size = 2 * PAGE + 1;
	ck_assert_int_eq(kg_window_find(&map, &kg_rules_x86, &query, &window),
			 -EADDRNOTAVAIL);
}
END_TEST

START_TEST(bad_queries)
{
	struct kg_query good = {
		.size = PAGE, .align = PAGE, .max = KG_ADDRESS_MAX,
	};
	struct kg_query bad[] = { good, good, good, good, good, good, good,
				  good };
	struct kg_rules rules = kg_rules_x86;
	struct kg_explanation explanation;
	struct kg_window list[4];
	struct drawing drawing;
	struct kg_walk walk;
	size_t count;
	size_t i;

	bad[0].size = 0;
	bad[1].align = 0;
	bad[2].align = 3 * PAGE;
	bad[3].min = KG_ADDRESS_MAX;
	bad[4].min = 2;
	bad[4].max = 1;
	bad[5].allow = KEXECGUARD_DRIVER;
	bad[6].allow = NO_RAM;
	bad[7].avoid = KG_CLASSES + 1;

	drawing_build(&drawing, "FFF");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map, &rules,
						  &bad[i]), -EINVAL);
		ck_assert_int_eq(kg_window_find(&drawing.map, &rules, &bad[i],
						list), -EINVAL);
		ck_assert_int_eq(list_windows(&drawing.map, &rules, &bad[i],
						 list, 4, &count), -EINVAL);
		ck_assert_int_eq(kg_explain_begin(&explanation, &drawing.map,
						  &rules, &bad[i]), -EINVAL);
	}

	ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map, &rules, &good),
			 0);
	rules.page = 0;
	ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map, &rules, &good),
			 -EINVAL);
	rules = kg_rules_x86;
	rules.unsafe_without = 0;
	ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map, &rules, &good),
			 -EINVAL);
	/* Memory that is unsafe on arm64 cannot be allowed there. */
	good.allow = KEXECGUARD_HOTADDED;
	ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map, &kg_rules_x86,
					  &good), 0);
	ck_assert_int_eq(kg_windows_begin(&walk, &drawing.map,
					  &kg_rules_arm64, &good), -EINVAL);
}
END_TEST

START_TEST(full_list)
{
	struct kg_query query = {
		.size = PAGE, .align = PAGE, .max = KG_ADDRESS_MAX,
	};
	struct kg_window list[3];
	struct drawing drawing;
	size_t count = 77;

	drawing_build(&drawing, "F.F.F");
	ck_assert_int_eq(list_windows(&drawing.map, &kg_rules_x86, &query,
					 list, 2, &count), -ENOSPC);
	ck_assert_uint_eq(count, 77);
	ck_assert_int_eq(list_windows(&drawing.map, &kg_rules_x86, &query,
					 list, 3, &count), 0);
	ck_assert_uint_eq(count, 3);
}
END_TEST

/* The firmware's map is unknown: nothing is safe, but all is removable. */
START_TEST(rules_for_unknown_facts)
{
	struct kg_rules rules = kg_rules_arm64;
	struct kg_span span = { 0, PAGE };
	struct drawing drawing;
	struct kg_verdict verdict;

	drawing_build(&drawing, "rX.");
	kg_rules_without(&rules, KEXECGUARD_FIRMWARE | KEXECGUARD_RAM);
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, REMOVABLE);
	ck_assert_uint_eq(verdict.reasons, NO_FIRMWARE);
	ck_assert_uint_eq(kg_removable_reasons(&rules),
			  KEXECGUARD_HOTPLUGGABLE | KEXECGUARD_MOVABLE |
			  NO_FIRMWARE);

	span = (struct kg_span){ PAGE, 2 * PAGE };
	ck_assert_int_eq(kg_verdict_span(&drawing.map, &rules, span).level,
			 UNSAFE);
	span = (struct kg_span){ 2 * PAGE, 3 * PAGE };
	ck_assert_int_eq(kg_verdict_span(&drawing.map, &rules, span).level,
			 UNSAFE);
}
END_TEST

/* Offline memory is unknown: any memory may be offline, so none is safe. */
START_TEST(rules_for_unknown_obstacles)
{
	struct kg_rules rules = kg_rules_x86;
	struct kg_span span = { 0, PAGE };
	struct drawing drawing;
	struct kg_verdict verdict;

	drawing_build(&drawing, "FO");
	kg_rules_without(&rules, KEXECGUARD_OFFLINE | KEXECGUARD_HOTPLUGGABLE |
				 KEXECGUARD_CRASH);
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, REMOVABLE);
	ck_assert_uint_eq(verdict.reasons, KG_WITHOUT(KEXECGUARD_OFFLINE));
	span.end = 2 * PAGE;
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, UNSAFE);
	ck_assert_uint_eq(verdict.reasons,
			  KEXECGUARD_OFFLINE | KG_WITHOUT(KEXECGUARD_OFFLINE));
}
END_TEST

/* With KHO an image must be in scratch memory. */
START_TEST(rules_for_handover)
{
	struct kg_rules rules = kg_rules_x86;
	struct kg_query query = {
		.size = PAGE, .align = PAGE, .max = 8 * PAGE,
	};
	struct kg_span span = { 0, PAGE };
	struct kg_verdict verdict;
	struct kg_window window;
	struct drawing drawing;

	drawing_build(&drawing, "FVSSF");
	kg_rules_handover(&rules);
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, UNSAFE);
	ck_assert_uint_eq(verdict.reasons, KG_WITHOUT(KEXECGUARD_SCRATCH));
	ck_assert_int_eq(kg_window_find(&drawing.map, &rules, &query, &window),
			 0);
	ck_assert_uint_eq(window.span.start, 2 * PAGE);
	ck_assert_uint_eq(window.span.end, 4 * PAGE);

	/* Scratch memory is unknown: memory is removable at best. */
	kg_rules_without(&rules, KEXECGUARD_SCRATCH);
	verdict = kg_verdict_span(&drawing.map, &rules, span);
	ck_assert_int_eq(verdict.level, REMOVABLE);
}
END_TEST

/* All memory between the limits that is in no window, and the reasons. */
static const struct {
	const char *map;
	const char *exclude;
	u64 size, min, max;
	u32 allow;
	struct kg_exclusion expected[6];
} explanations[] = {
	{ "FFFF", "", 1, 0, 4, 0, { { { 0, 0 }, 0 } } },
	{ "FF.F", "", 1, 0, 4, 0, { { { 2, 3 }, HOLE } } },
	{ "FF", "", 1, 0, 9, 0, { { { 2, 9 }, HOLE } } },
	{ "", "", 1, 3, 9, 0, { { { 3, 9 }, HOLE } } },
	{ "FFXXDD", "", 1, 0, 6, 0, {
		{ { 2, 4 }, KEXECGUARD_RESERVED },
		{ { 4, 6 }, KEXECGUARD_DRIVER | NO_FIRMWARE } } },
	{ "FFXXDD", "", 1, 3, 5, 0, {
		{ { 3, 4 }, KEXECGUARD_RESERVED },
		{ { 4, 5 }, KEXECGUARD_DRIVER | NO_FIRMWARE } } },
	/* an allowed reason is not listed */
	{ "FFHH..", "", 1, 0, 5, KEXECGUARD_HOTADDED, {
		{ { 2, 4 }, NO_FIRMWARE }, { { 4, 5 }, HOLE } } },
	{ "FFHHPP", "", 1, 0, 6, KEXECGUARD_HOTADDED | NO_FIRMWARE, {
		{ { 4, 6 }, KEXECGUARD_HOTPLUGGABLE } } },
	/* good memory, but too small */
	{ "FF.FFFX", "", 3, 0, 7, 0, {
		{ { 0, 2 }, KG_SMALL }, { { 2, 3 }, HOLE },
		{ { 6, 7 }, KEXECGUARD_RESERVED } } },
	{ "FKF.", "", 4, 0, 4, 0, {
		{ { 0, 3 }, KG_SMALL }, { { 3, 4 }, HOLE } } },
	/* excluded, with other reasons */
	{ "FFFFXX", " ee ee", 1, 0, 6, 0, {
		{ { 1, 3 }, KG_TAKEN },
		{ { 4, 6 }, KG_TAKEN | KEXECGUARD_RESERVED } } },
	{ "FFFFXX", " ee  e", 1, 0, 7, 0, {
		{ { 1, 3 }, KG_TAKEN }, { { 4, 5 }, KEXECGUARD_RESERVED },
		{ { 5, 6 }, KG_TAKEN | KEXECGUARD_RESERVED },
		{ { 6, 7 }, HOLE } } },
};

START_TEST(explain)
{
	struct kg_span exclude[DRAWING_MAX];
	struct kg_query query = {
		.size = explanations[_i].size * PAGE, .align = PAGE,
		.min = explanations[_i].min * PAGE,
		.max = explanations[_i].max * PAGE,
		.allow = explanations[_i].allow,
		.exclude = exclude,
		.nr_exclude = add_exclude(explanations[_i].exclude, exclude),
		.top_down = true,
	};
	const struct kg_exclusion *expected = explanations[_i].expected;
	struct kg_explanation explanation;
	struct kg_exclusion exclusion;
	struct drawing drawing;

	drawing_build(&drawing, explanations[_i].map);
	ck_assert_int_eq(kg_explain_begin(&explanation, &drawing.map,
					  &kg_rules_x86, &query), 0);
	for (; expected->reasons; expected++) {
		ck_assert(kg_explain_next(&explanation, &exclusion));
		ck_assert_uint_eq(exclusion.span.start,
				  expected->span.start * PAGE);
		ck_assert_uint_eq(exclusion.span.end,
				  expected->span.end * PAGE);
		ck_assert_uint_eq(exclusion.reasons, expected->reasons);
	}
	ck_assert(!kg_explain_next(&explanation, &exclusion));
	ck_assert(!kg_explain_next(&explanation, &exclusion));
}
END_TEST

START_TEST(names)
{
	u32 all = KG_CLASSES | KG_WITHOUT(KG_CLASSES) | KG_TAKEN | KG_SMALL |
		  KEXECGUARD_POISONED | KEXECGUARD_UNBACKED;
	int bit;

	for (bit = 0; bit < 32; bit++) {
		u32 reason = (u32)1 << bit;

		if (all & reason)
			ck_assert_ptr_nonnull(kg_reason_name(reason));
		else
			ck_assert_ptr_null(kg_reason_name(reason));
	}
	ck_assert_ptr_null(kg_reason_name(KEXECGUARD_RAM | KEXECGUARD_FIRMWARE));
	ck_assert_ptr_null(kg_class_name(KG_CLASSES + 1));
	ck_assert_str_eq(kg_class_name(KEXECGUARD_NOMAP), "nomap");
	ck_assert_str_eq(kg_reason_name(NO_RAM), "not-ram");
	ck_assert_str_eq(kg_reason_name(KG_WITHOUT(KEXECGUARD_NOMAP)), "nomap-unknown");
	ck_assert_str_eq(kg_reason_name(KG_WITHOUT(KEXECGUARD_SCRATCH)),
			 "not-kho-scratch");
	ck_assert_str_eq(kg_level_name(UNSAFE), "unsafe");
	ck_assert_str_eq(kg_level_name(SAFE), "safe");
	ck_assert_ptr_null(kg_level_name(KEXECGUARD_UNKNOWN + 1));
}
END_TEST

#define MILLION	((size_t)1 << 20)

/* Pages FX.FX.FX. ...: every third is a window. */
START_TEST(a_million_windows)
{
	struct kg_range *ranges = malloc(2 * MILLION * sizeof(*ranges));
	struct kg_query query = {
		.size = PAGE, .align = PAGE, .max = KG_ADDRESS_MAX,
	};
	struct kg_explanation explanation;
	struct kg_exclusion exclusion;
	struct kg_window window;
	struct kg_walk walk;
	struct kg_map map = {
		.ranges = ranges, .capacity = 2 * MILLION,
		.count = 2 * MILLION,
	};
	size_t i;

	ck_assert_ptr_nonnull(ranges);
	for (i = 0; i < MILLION; i++) {
		ranges[2 * i].span.start = 3 * i * PAGE;
		ranges[2 * i].span.end = (3 * i + 1) * PAGE;
		ranges[2 * i].classes = KEXECGUARD_RAM | KEXECGUARD_FIRMWARE;
		ranges[2 * i + 1].span.start = (3 * i + 1) * PAGE;
		ranges[2 * i + 1].span.end = (3 * i + 2) * PAGE;
		ranges[2 * i + 1].classes = KEXECGUARD_RAM | KEXECGUARD_RESERVED;
	}
	ck_assert(map_is_canonical(&map));

	ck_assert(!kg_windows_begin(&walk, &map, &kg_rules_x86, &query));
	for (i = 0; kg_window_next(&walk, &window); i++)
		if (window.span.start != 3 * i * PAGE ||
		    window.span.end != (3 * i + 1) * PAGE)
			ck_abort_msg("window %zu is wrong", i);
	ck_assert_uint_eq(i, MILLION);

	query.top_down = true;
	ck_assert(!kg_windows_begin(&walk, &map, &kg_rules_x86, &query));
	for (; kg_window_next(&walk, &window); i--)
		if (window.span.start != 3 * (i - 1) * PAGE ||
		    window.span.end != (3 * i - 2) * PAGE)
			ck_abort_msg("window %zu from above is wrong", i - 1);
	ck_assert_uint_eq(i, 0);

	ck_assert(!kg_explain_begin(&explanation, &map, &kg_rules_x86,
				    &query));
	for (; kg_explain_next(&explanation, &exclusion); i++)
		if (exclusion.span.start != (3 * (i / 2) + 1 + i % 2) * PAGE)
			ck_abort_msg("exclusion %zu is wrong", i);
	ck_assert_uint_eq(i, 2 * MILLION);
	free(ranges);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("window");
	TCase *tcase = tcase_create("window");
	TCase *large = tcase_create("large");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, verdict_of_a_page, 0, ROWS(pages));
	tcase_add_loop_test(tcase, verdict_on_ppc64, 0, ROWS(pages));
	tcase_add_loop_test(tcase, verdict_of_a_span, 0, ROWS(verdicts));
	tcase_add_test(tcase, verdict_rounds_outward);
	tcase_add_test(tcase, verdict_at_the_end);
	tcase_add_loop_test(tcase, windows_of_a_map, 0, ROWS(windows));
	tcase_add_test(tcase, windows_round_inward);
	tcase_add_test(tcase, bad_queries);
	tcase_add_test(tcase, full_list);
	tcase_add_test(tcase, rules_for_unknown_facts);
	tcase_add_test(tcase, rules_for_unknown_obstacles);
	tcase_add_test(tcase, rules_for_handover);
	tcase_add_loop_test(tcase, explain, 0, ROWS(explanations));
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	tcase_add_test(large, a_million_windows);
	tcase_set_timeout(large, 60);
	suite_add_tcase(suite, large);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
