// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Formatting values for people, and parsing what they type.
 */
#include "filled.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "format.h"

static const struct {
	uint64_t bytes;
	const char *text;
} sizes[] = {
	{ 0, "0 B" }, { 1, "1 B" }, { 1023, "1023 B" }, { 1024, "1 KiB" },
	{ 1536, "1.5 KiB" }, { 1ull << 27, "128 MiB" },
	{ (1ull << 30) + (1ull << 29), "1.5 GiB" },
	{ 1ull << 63, "8 EiB" }, { ~0ull, "16.0 EiB" },
};

START_TEST(size)
{
	char text[FORMAT_LEN];

	ck_assert_str_eq(format_size(text, sizes[_i].bytes), sizes[_i].text);
}
END_TEST

START_TEST(range)
{
	char text[FORMAT_LEN];

	ck_assert_str_eq(format_range(text, 0x100000000, 0x120000000),
			 "0x100000000-0x11fffffff (512 MiB)");
	ck_assert_str_eq(format_range(text, 0, 1), "0x0-0x0 (1 B)");
	ck_assert_str_eq(format_range(text, 1, 1), "empty");
	ck_assert_str_eq(format_range(text, 2, 1), "empty");
	ck_assert_str_eq(format_range(text, 1, ~0ull),
			 "0x1-0xfffffffffffffffe (16.0 EiB)");
}
END_TEST

static const struct {
	uint64_t seconds;
	const char *text;
} ages[] = {
	{ 0, "0 s" }, { 59, "59 s" }, { 60, "1 min 0 s" },
	{ 3599, "59 min 59 s" }, { 3600, "1 h 0 min" },
	{ 86399, "23 h 59 min" }, { 90000, "1 d 1 h" },
};

START_TEST(age)
{
	char text[FORMAT_LEN];

	ck_assert_str_eq(format_age(text, ages[_i].seconds * NSEC_PER_SEC),
			 ages[_i].text);
}
END_TEST

START_TEST(times)
{
	char text[FORMAT_LEN];

	ck_assert_str_eq(format_utc_time(text, 1700000000123456789),
			 "2023-11-14T22:13:20.123456789Z");
	ck_assert_str_eq(format_utc_time(text, ~0ull),
			 "2554-07-21T23:34:33.709551615Z");
	setenv("TZ", "UTC-2", 1);
	tzset();
	ck_assert_str_eq(format_local_time(text, 1700000000123456789),
			 "2023-11-15 00:13:20.123456 +0200");
}
END_TEST

static const struct {
	const char *bytes;
	const char *text;
} texts[] = {
	{ "", "" }, { "kexec", "kexec" }, { "a b~", "a b~" },
	{ "\033[31mred", "\\x1b[31mred" }, { "a\nb", "a\\x0ab" },
	{ "\xff\xfe", "\\xff\\xfe" }, { "\\x41", "\\x5cx41" },
	{ "\x7f", "\\x7f" },
};

START_TEST(text)
{
	char *safe = format_text(texts[_i].bytes);

	ck_assert_str_eq(safe, texts[_i].text);
	free(safe);
}
END_TEST

/* JSON keeps valid UTF-8 that is no control character. */
static const struct {
	const char *bytes;
	const char *text;
} utf8[] = {
	{ "/boot/k\xc3\xa9rnel", "/boot/k\xc3\xa9rnel" },
	{ "\xe2\x82\xac \xf0\x9f\x90\xa7", "\xe2\x82\xac \xf0\x9f\x90\xa7" },
	{ "a\xff", "a\\xff" }, { "\xc3", "\\xc3" }, { "\xc3x", "\\xc3x" },
	/* Overlong, a surrogate, above the last, a control character. */
	{ "\xc0\xaf", "\\xc0\\xaf" }, { "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "\xc2\x9b", "\\xc2\\x9b" }, { "\033\\", "\\x1b\\x5c" },
};

START_TEST(text_utf8)
{
	char *safe = format_utf8(utf8[_i].bytes);

	ck_assert_str_eq(safe, utf8[_i].text);
	free(safe);
}
END_TEST

START_TEST(names)
{
	char text[FORMAT_LEN], reasons[REASONS_LEN], small[8];

	ck_assert_str_eq(format_protection(text, KEXECGUARD_PROTECT_ADD), "add");
	ck_assert_str_eq(format_protection(text, 1u << 31), "bit-31");
	ck_assert_str_eq(format_reasons(reasons, sizeof(reasons), 0), "");
	ck_assert_str_eq(format_reasons(reasons, sizeof(reasons),
					KEXECGUARD_HOTADDED |
					KEXECGUARD_OFFLINE |
					KEXECGUARD_UNBACKED),
			 "hot-added, offline, unbacked");
	/* Cut off, and no byte written beyond. */
	ck_assert_str_eq(format_reasons(small, sizeof(small), ~0u), "ram, fi");
}
END_TEST

static const struct {
	const char *text;
	int err;
	int64_t nanoseconds;
} seconds[] = {
	{ "0", 0, 0 }, { "1", 0, NSEC_PER_SEC }, { "0.5", 0, 500000000 },
	{ ".25", 0, 250000000 }, { "1e2", 0, 100 * NSEC_PER_SEC },
	{ "", -EINVAL, 0 }, { "-1", -EINVAL, 0 }, { " 1", -EINVAL, 0 },
	{ "1s", -EINVAL, 0 }, { "nan", -EINVAL, 0 }, { "inf", -EINVAL, 0 },
	{ "1e300", -EINVAL, 0 }, { "99999999999", -EINVAL, 0 },
	{ ".", -EINVAL, 0 },
};

START_TEST(parse_time)
{
	int64_t nanoseconds = 0;

	ck_assert_int_eq(parse_seconds(seconds[_i].text, &nanoseconds),
			 seconds[_i].err);
	ck_assert_int_eq(nanoseconds, seconds[_i].nanoseconds);
}
END_TEST

static const struct {
	const char *text;
	int err;
	uint64_t count;
} counts[] = {
	{ "1", 0, 1 }, { "4000", 0, 4000 },
	{ "18446744073709551615", 0, ~0ull },
	{ "18446744073709551616", -EINVAL, 0 }, { "0", -EINVAL, 0 },
	{ "-1", -EINVAL, 0 }, { "+1", -EINVAL, 0 }, { "", -EINVAL, 0 },
	{ "1x", -EINVAL, 0 },
};

START_TEST(parse_number)
{
	uint64_t count = 0;

	ck_assert_int_eq(parse_count(counts[_i].text, &count),
			 counts[_i].err);
	ck_assert_uint_eq(count, counts[_i].count);
}
END_TEST

static const struct {
	const char *text;
	int64_t nanoseconds;	/* 0: refused */
} durations[] = {
	{ "1", NSEC_PER_SEC }, { "90s", 90 * NSEC_PER_SEC },
	{ "30m", 1800 * NSEC_PER_SEC }, { "2h", 7200 * NSEC_PER_SEC },
	{ "1.5h", 5400 * NSEC_PER_SEC }, { "1d", 86400 * NSEC_PER_SEC },
	{ "36600d", 36600 * (86400 * NSEC_PER_SEC) },
	{ "", 0 }, { "h", 0 }, { "0", 0 }, { "0h", 0 }, { "-1h", 0 },
	{ "1w", 0 }, { "1hh", 0 }, { "1 h", 0 }, { " 1h", 0 }, { "36601d", 0 },
	{ "1e300", 0 }, { "nan", 0 }, { "inf", 0 }, { "1e-30", 0 },
};

START_TEST(duration)
{
	int64_t nanoseconds = 0;

	ck_assert_int_eq(parse_duration(durations[_i].text, &nanoseconds),
			 durations[_i].nanoseconds ? 0 : -EINVAL);
	if (durations[_i].nanoseconds)
		ck_assert_int_eq(nanoseconds, durations[_i].nanoseconds);
}
END_TEST

static const struct {
	const char *text;
	int err;
	uint64_t bytes;
} lengths[] = {
	{ "0", 0, 0 }, { "4096", 0, 4096 }, { "0x1000", 0, 4096 },
	{ "0Xff", 0, 255 }, { "64M", 0, 64 << 20 }, { "64k", 0, 64 << 10 },
	{ "2GiB", 0, 2ull << 30 }, { "0x10M", 0, 16 << 20 },
	{ "15E", 0, 15ull << 60 }, { "16E", -EINVAL, 0 },
	{ "18446744073709551615", 0, ~0ull },
	{ "18446744073709551616", -EINVAL, 0 },
	{ "0xffffffffffffffff", 0, ~0ull },
	{ "010", 0, 10 }, { "", -EINVAL, 0 }, { "x", -EINVAL, 0 },
	{ "0x", -EINVAL, 0 }, { "-1", -EINVAL, 0 }, { "+1", -EINVAL, 0 },
	{ " 1", -EINVAL, 0 }, { "0x-1", -EINVAL, 0 }, { "ff", -EINVAL, 0 },
	{ "1MB", -EINVAL, 0 }, { "1Mi", -EINVAL, 0 }, { "1 M", -EINVAL, 0 },
	{ "1MM", -EINVAL, 0 }, { "1.5G", -EINVAL, 0 },
};

START_TEST(parse_length)
{
	uint64_t bytes = 0;

	ck_assert_int_eq(parse_size(lengths[_i].text, &bytes),
			 lengths[_i].err);
	ck_assert_uint_eq(bytes, lengths[_i].bytes);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, size, 0, ROWS(sizes));
	tcase_add_test(tcase, range);
	tcase_add_loop_test(tcase, age, 0, ROWS(ages));
	tcase_add_loop_test(tcase, duration, 0, ROWS(durations));
	tcase_add_test(tcase, times);
	tcase_add_loop_test(tcase, text, 0, ROWS(texts));
	tcase_add_loop_test(tcase, text_utf8, 0, ROWS(utf8));
	tcase_add_test(tcase, names);
	tcase_add_loop_test(tcase, parse_time, 0, ROWS(seconds));
	tcase_add_loop_test(tcase, parse_length, 0, ROWS(lengths));
	tcase_add_loop_test(tcase, parse_number, 0, ROWS(counts));
}

int main(void)
{
	return run_suite("format", add);
}
