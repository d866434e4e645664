// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Spans: construction from each notation, rounding in each direction, and both
 * ends of the address space.
 */
#include "../../core/span.h"

#include <check.h>
#include <stdlib.h>

#define MAX	KG_ADDRESS_MAX

static const struct {
	u64 a, b;
	int err;
	u64 start, end;
} closed[] = {
	{ 0, 0, 0, 0, 1 },
	{ 0x1000, 0x1fff, 0, 0x1000, 0x2000 },
	{ 5, 4, -EINVAL, 0, 0 },
	{ 0, MAX - 1, 0, 0, MAX },
	{ 0, MAX, -EOVERFLOW, 0, 0 },
	{ MAX, MAX, -EOVERFLOW, 0, 0 },
	{ MAX, 0, -EINVAL, 0, 0 },
};

static const struct {
	u64 a, b;
	int err;
	u64 start, end;
} sized[] = {
	{ 0, 1, 0, 0, 1 },
	{ 0x1000, 0x1000, 0, 0x1000, 0x2000 },
	{ 7, 0, -EINVAL, 0, 0 },
	{ MAX - 1, 1, 0, MAX - 1, MAX },
	{ MAX, 1, -EOVERFLOW, 0, 0 },
	{ 1, MAX, -EOVERFLOW, 0, 0 },
	{ 0, MAX, 0, 0, MAX },
};

static const struct {
	u64 first, count;
	unsigned int shift;
	int err;
	u64 start, end;
} pfns[] = {
	{ 1, 1, 12, 0, 0x1000, 0x2000 },
	{ 0x40000, 0x8000, 12, 0, 0x40000000, 0x48000000 },
	{ 1, 1, 16, 0, 0x10000, 0x20000 },
	{ 1, 0, 12, -EINVAL, 0, 0 },
	{ 1, 1, 64, -EINVAL, 0, 0 },
	{ MAX >> 12, 1, 12, -EOVERFLOW, 0, 0 },
	{ (MAX >> 12) - 1, 1, 12, 0, MAX - 0x1fff, MAX - 0xfff },
	{ MAX, 1, 12, -EOVERFLOW, 0, 0 },
	{ 1, MAX, 12, -EOVERFLOW, 0, 0 },
};

static void expect(struct kg_span span, int err, int expected, u64 start,
		   u64 end)
{
	ck_assert_int_eq(err, expected);
	/* A failed construction leaves the span unchanged. */
	ck_assert_uint_eq(span.start, expected ? 77 : start);
	ck_assert_uint_eq(span.end, expected ? 78 : end);
}

START_TEST(from_closed)
{
	struct kg_span span = { 77, 78 };
	int err = kg_span_from_closed(closed[_i].a, closed[_i].b, &span);

	expect(span, err, closed[_i].err, closed[_i].start, closed[_i].end);
}
END_TEST

START_TEST(from_size)
{
	struct kg_span span = { 77, 78 };
	int err = kg_span_from_size(sized[_i].a, sized[_i].b, &span);

	expect(span, err, sized[_i].err, sized[_i].start, sized[_i].end);
}
END_TEST

START_TEST(from_pfns)
{
	struct kg_span span = { 77, 78 };
	int err = kg_span_from_pfns(pfns[_i].first, pfns[_i].count,
				    pfns[_i].shift, &span);

	expect(span, err, pfns[_i].err, pfns[_i].start, pfns[_i].end);
}
END_TEST

START_TEST(make)
{
	struct kg_span span = { 77, 78 };

	expect(span, kg_span_make(3, 3, &span), -EINVAL, 0, 0);
	expect(span, kg_span_make(4, 3, &span), -EINVAL, 0, 0);
	ck_assert_int_eq(kg_span_make(3, 4, &span), 0);
	ck_assert(kg_span_is_valid(span));
	ck_assert_uint_eq(kg_span_size(span), 1);
}
END_TEST

/*
 *	a	  [--)
 *	b	[)  overlaps from its second byte to its fifth position
 */
START_TEST(overlap_in_both_orders)
{
	struct kg_span a = { 10, 12 };
	u64 start;

	for (start = 7; start < 15; start++) {
		struct kg_span b = { start, start + 2 };
		bool expected = start == 9 || start == 10 || start == 11;

		ck_assert_int_eq(kg_span_overlaps(a, b), expected);
		ck_assert_int_eq(kg_span_overlaps(b, a), expected);
		ck_assert_int_eq(kg_span_contains(a, b), start == 10);
	}
}
END_TEST

START_TEST(clip)
{
	struct kg_span span = { 10, 20 };

	ck_assert(!kg_span_clip(&span, (struct kg_span){ 20, 30 }));
	ck_assert(!kg_span_clip(&span, (struct kg_span){ 0, 10 }));
	ck_assert_uint_eq(span.start, 10);
	ck_assert_uint_eq(span.end, 20);
	ck_assert(kg_span_clip(&span, (struct kg_span){ 5, 19 }));
	ck_assert_uint_eq(span.end, 19);
	ck_assert(kg_span_clip(&span, (struct kg_span){ 11, 90 }));
	ck_assert_uint_eq(span.start, 11);
	ck_assert_uint_eq(span.end, 19);
}
END_TEST

static const struct {
	struct kg_span span, inward, outward;
	bool left, exact;
} rounded[] = {
	{ { 0x1000, 0x2000 }, { 0x1000, 0x2000 }, { 0x1000, 0x2000 },
	  true, true },
	{ { 0x1001, 0x3fff }, { 0x2000, 0x3000 }, { 0x1000, 0x4000 },
	  true, true },
	{ { 0x1001, 0x2fff }, { 0, 0 }, { 0x1000, 0x3000 }, false, true },
	{ { 0x1234, 0x1235 }, { 0, 0 }, { 0x1000, 0x2000 }, false, true },
	{ { 0, 1 }, { 0, 0 }, { 0, 0x1000 }, false, true },
	{ { MAX - 0x1fff, MAX }, { MAX - 0x1fff, MAX - 0xfff },
	  { MAX - 0x1fff, MAX }, true, false },
	{ { MAX - 1, MAX }, { 0, 0 }, { MAX - 0xfff, MAX }, false, false },
};

START_TEST(round_both_ways)
{
	struct kg_span inward = rounded[_i].span;
	struct kg_span outward = rounded[_i].span;
	bool left = rounded[_i].left;

	ck_assert_int_eq(kg_span_round_inward(&inward, 0x1000), left);
	ck_assert_uint_eq(inward.start, left ? rounded[_i].inward.start :
					       rounded[_i].span.start);
	ck_assert_uint_eq(inward.end, left ? rounded[_i].inward.end :
					     rounded[_i].span.end);

	ck_assert_int_eq(kg_span_round_outward(&outward, 0x1000),
			 rounded[_i].exact);
	ck_assert_uint_eq(outward.start, rounded[_i].outward.start);
	ck_assert_uint_eq(outward.end, rounded[_i].outward.end);
}
END_TEST

START_TEST(round_up_at_the_end)
{
	u64 value = MAX - 0xfff;

	ck_assert(kg_round_up(&value, 0x1000));
	ck_assert_uint_eq(value, MAX - 0xfff);
	value++;
	ck_assert(!kg_round_up(&value, 0x1000));
	ck_assert_uint_eq(value, MAX - 0xffe);
	value = 0;
	ck_assert(kg_round_up(&value, (u64)1 << 63));
	ck_assert_uint_eq(value, 0);
}
END_TEST

START_TEST(powers_of_two)
{
	ck_assert(!kg_is_power_of_two(0));
	ck_assert(kg_is_power_of_two(1));
	ck_assert(!kg_is_power_of_two(3));
	ck_assert(kg_is_power_of_two((u64)1 << 63));
	ck_assert(!kg_is_power_of_two(MAX));
}
END_TEST

#define ROWS(table)	(int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("span");
	TCase *tcase = tcase_create("span");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, from_closed, 0, ROWS(closed));
	tcase_add_loop_test(tcase, from_size, 0, ROWS(sized));
	tcase_add_loop_test(tcase, from_pfns, 0, ROWS(pfns));
	tcase_add_test(tcase, make);
	tcase_add_test(tcase, overlap_in_both_orders);
	tcase_add_test(tcase, clip);
	tcase_add_loop_test(tcase, round_both_ways, 0, ROWS(rounded));
	tcase_add_test(tcase, round_up_at_the_end);
	tcase_add_test(tcase, powers_of_two);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
