// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guard's map as an object: read from a device that this file emulates,
 * judged, and searched for windows.
 */
#include "filled.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIB	(UINT64_C(1) << 20)
#define GOOD	(KEXECGUARD_RAM | KEXECGUARD_FIRMWARE)
#define DIMM	(KEXECGUARD_RAM | KEXECGUARD_HOTADDED)
#define CRASH	(GOOD | KEXECGUARD_CRASH)

/* The device ------------------------------------------------------------- */

static struct kexecguard_range device_ranges[3000];
static unsigned int device_nr, device_grows, device_asked;
static int device_error;

static int answer_map(struct kexecguard_map *map)
{
	device_asked++;
	if (device_grows) {
		device_grows--;
		device_nr += 500;
	}
	map->nr = device_nr;
	if (device_error) {
		errno = device_error;
		return -1;
	}
	if (device_nr > map->capacity) {
		errno = ENOSPC;
		return -1;
	}
	memcpy((void *)(uintptr_t)map->ranges, device_ranges,
	       device_nr * sizeof(device_ranges[0]));
	map->version = 7;
	map->unknown = KEXECGUARD_HOTPLUGGABLE;
	map->page_size = 4096;
	map->unsafe = KEXECGUARD_OFFLINE;
	map->unsafe_without = KEXECGUARD_RAM;
	map->removable = KEXECGUARD_HOTADDED;
	map->removable_without = KEXECGUARD_FIRMWARE;
	return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
	struct kexecguard_info *info;
	va_list arguments;
	void *argument;

	(void)fd;
	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (request == KEXECGUARD_IOC_MAP)
		return answer_map(argument);
	ck_assert_uint_eq(request, KEXECGUARD_IOC_INFO);
	info = argument;
	info->abi = KEXECGUARD_ABI;
	return 0;
}

static int get(struct kguard_map **map)
{
	struct kguard *guard;
	int err;

	ck_assert_int_eq(kguard_open("/dev/null", &guard), 0);
	err = kguard_get_map(guard, map);
	kguard_close(guard);
	return err;
}

/* Pages with holes in between, so that each is a range. */
static void set_up(void)
{
	size_t i;

	for (i = 0; i < 3000; i++)
		device_ranges[i] = (struct kexecguard_range){
			.start = 2 * i * MIB,
			.end = (2 * i + 1) * MIB,
			.classes = GOOD,
		};
	device_nr = 3;
	device_grows = 0;
	device_asked = 0;
	device_error = 0;
}

START_TEST(get_map)
{
	struct kguard_map *map;
	uint64_t start, end;
	uint32_t classes;

	ck_assert_int_eq(get(&map), 0);
	ck_assert_uint_eq(kguard_map_get_nr_ranges(map), 3);
	ck_assert_int_eq(kguard_map_get_range(map, 2, &start, &end, &classes),
			 0);
	ck_assert_uint_eq(start, 4 * MIB);
	ck_assert_uint_eq(end, 5 * MIB);
	ck_assert_uint_eq(classes, GOOD);
	ck_assert_int_eq(kguard_map_get_range(map, 2, NULL, NULL, NULL), 0);
	ck_assert_int_eq(kguard_map_get_range(map, 3, NULL, NULL, NULL),
			 -ENOENT);
	ck_assert_uint_eq(kguard_map_get_version(map), 7);
	ck_assert_uint_eq(kguard_map_get_unknown(map),
			  KEXECGUARD_HOTPLUGGABLE);
	ck_assert_uint_eq(kguard_map_get_page_size(map), 4096);
	kguard_map_free(map);
}
END_TEST

/* More ranges than expected, and even more at the second call. */
START_TEST(growing_map)
{
	struct kguard_map *map;

	device_nr = 1000;
	device_grows = 3;
	ck_assert_int_eq(get(&map), 0);
	ck_assert_uint_eq(kguard_map_get_nr_ranges(map), 2500);
	ck_assert_uint_gt(device_asked, 2);
	kguard_map_free(map);
}
END_TEST

START_TEST(get_errors)
{
	struct kguard_map *map = (void *)1;

	device_error = EPERM;
	ck_assert_int_eq(get(&map), -EPERM);
	device_error = ENODATA;
	ck_assert_int_eq(get(&map), -ENODATA);
	device_error = ENOTTY;
	ck_assert_int_eq(get(&map), -ENOTTY);
	device_error = ENOSPC;
	device_nr = 1 << 20;
	ck_assert_int_eq(get(&map), -E2BIG);
	ck_assert_uint_eq(device_asked, 4);
	ck_assert_ptr_eq(map, (void *)1);
}
END_TEST

/* An invalid map is refused. */
START_TEST(nonsense)
{
	struct kguard_map *map = (void *)1;

	device_ranges[1].start = device_ranges[0].end - 1;
	ck_assert_int_eq(get(&map), -EIO);
	set_up();
	device_ranges[1].end = device_ranges[1].start;
	ck_assert_int_eq(get(&map), -EIO);
	set_up();
	device_ranges[1].classes = 0;
	ck_assert_int_eq(get(&map), -EIO);
	ck_assert_ptr_eq(map, (void *)1);
}
END_TEST

START_TEST(nonsense_rules)
{
	struct kexecguard_map from = {
		.page_size = 4096, .unsafe_without = KEXECGUARD_RAM,
	};
	struct kguard_map *map;

	ck_assert_int_eq(kg_map_from_uapi(&from, NULL, &map), 0);
	ck_assert_uint_eq(kguard_map_get_nr_ranges(map), 0);
	kguard_map_free(map);
	from.page_size = 0;
	ck_assert_int_eq(kg_map_from_uapi(&from, NULL, &map), -EIO);
	from.page_size = 4096;
	from.unsafe_without = 0;
	ck_assert_int_eq(kg_map_from_uapi(&from, NULL, &map), -EIO);
}
END_TEST

/* Unknown classes are kept if they fit in a reasons mask. */
START_TEST(newer_class)
{
	struct kguard_map *map;
	uint32_t classes;

	device_ranges[0].classes = GOOD | KEXECGUARD_UNACCEPTED | 1 << 20;
	ck_assert_int_eq(get(&map), 0);
	kguard_map_get_range(map, 0, NULL, NULL, &classes);
	ck_assert_uint_eq(classes, GOOD | KEXECGUARD_UNACCEPTED);
	ck_assert_str_eq(kguard_class_get_name(KEXECGUARD_UNACCEPTED),
			 "unaccepted");
	ck_assert_ptr_null(kguard_class_get_name(1 << 14));
	ck_assert_str_eq(kguard_class_get_name(KEXECGUARD_NOMAP), "nomap");
	ck_assert_ptr_null(kguard_class_get_name(3));
	kguard_map_free(map);
}
END_TEST

/* Answers ---------------------------------------------------------------- */

/* 0 safe 4 crash 8 safe 16 DIMM 32 hole 48 safe 64, in MiB */
static struct kguard_map *machine(void)
{
	static const struct kexecguard_range ranges[] = {
		{ 0, 4 * MIB, GOOD, 0 },
		{ 4 * MIB, 8 * MIB, CRASH, 0 },
		{ 8 * MIB, 16 * MIB, GOOD, 0 },
		{ 16 * MIB, 32 * MIB, DIMM, 0 },
		{ 48 * MIB, 64 * MIB, GOOD, 0 },
	};
	struct kexecguard_map from = {
		.nr = 5, .page_size = 4096,
		.unsafe_without = KEXECGUARD_RAM,
		.removable = KEXECGUARD_HOTADDED,
		.removable_without = KEXECGUARD_FIRMWARE,
	};
	struct kguard_map *map = NULL;

	ck_assert_int_eq(kg_map_from_uapi(&from, ranges, &map), 0);
	return map;
}

START_TEST(judge)
{
	struct kguard_map *map = machine();
	enum kexecguard_level level;
	uint32_t reasons;

	ck_assert_int_eq(kguard_map_judge(map, 0, 16 * MIB, &level, &reasons),
			 0);
	ck_assert_int_eq(level, KEXECGUARD_SAFE);
	ck_assert_uint_eq(reasons, 0);
	kguard_map_judge(map, 15 * MIB, 17 * MIB, &level, &reasons);
	ck_assert_int_eq(level, KEXECGUARD_REMOVABLE);
	ck_assert_uint_eq(reasons, KEXECGUARD_HOTADDED |
				   KEXECGUARD_FIRMWARE <<
				   KEXECGUARD_WITHOUT_SHIFT);
	kguard_map_judge(map, 31 * MIB, 32 * MIB + 1, &level, NULL);
	ck_assert_int_eq(level, KEXECGUARD_UNSAFE);
	ck_assert_int_eq(kguard_map_judge(map, MIB, MIB, NULL, NULL),
			 -EINVAL);
	kguard_map_free(map);
}
END_TEST

/* "0-4@0 8-16@8": windows in MiB, and where in them. */
static const char *ask(struct kguard_map *map, struct kguard_query *query)
{
	static char text[256];
	struct kguard_windows *windows;
	uint64_t start, end, address;
	size_t i, used = 0;

	ck_assert_int_eq(kguard_map_find_windows(map, query, &windows), 0);
	text[0] = '\0';
	for (i = 0; !kguard_windows_get_window(windows, i, &start, &end,
					       &address); i++)
		used += snprintf(text + used, sizeof(text) - used,
				 "%s%d-%d@%d", used ? " " : "",
				 (int)(start / MIB), (int)(end / MIB),
				 (int)(address / MIB));
	ck_assert_uint_eq(i, kguard_windows_get_nr(windows));
	kguard_windows_free(windows);
	return text;
}

START_TEST(query)
{
	struct kguard_map *map = machine();
	struct kguard_windows *windows = (void *)1;
	struct kguard_query *query;

	ck_assert_int_eq(kguard_query_new(&query), 0);
	ck_assert_str_eq(ask(map, query), "0-4@0 8-16@8 48-64@48");
	kguard_query_set_avoided(query, 0);
	ck_assert_str_eq(ask(map, query), "0-16@0 48-64@48");
	kguard_query_set_avoided(query, KEXECGUARD_CRASH);
	kguard_query_set_size(query, 6 * MIB);
	ck_assert_str_eq(ask(map, query), "8-16@8 48-64@48");
	kguard_query_set_top_down(query, true);
	ck_assert_str_eq(ask(map, query), "48-64@58 8-16@10");
	kguard_query_set_alignment(query, 8 * MIB);
	ck_assert_str_eq(ask(map, query), "48-64@56 8-16@8");
	kguard_query_set_removable(query, true);
	kguard_query_set_top_down(query, false);
	ck_assert_str_eq(ask(map, query), "8-32@8 48-64@48");
	kguard_query_set_limits(query, 9 * MIB, 40 * MIB);
	ck_assert_str_eq(ask(map, query), "9-32@16");

	kguard_query_set_alignment(query, 3);
	ck_assert_int_eq(kguard_map_find_windows(map, query, &windows),
			 -EINVAL);
	kguard_query_set_alignment(query, 1);
	kguard_query_set_limits(query, MIB, MIB);
	ck_assert_int_eq(kguard_map_find_windows(map, query, &windows),
			 -EINVAL);
	ck_assert_ptr_eq(windows, (void *)1);
	kguard_query_free(query);
	kguard_map_free(map);
}
END_TEST

static const struct {
	int start, end;
	enum kexecguard_level level;
	const char *reason;
} excluded[] = {
	{ 0, 4, KEXECGUARD_SAFE, "too-small" },
	{ 4, 8, KEXECGUARD_SAFE, "crash" },
	{ 16, 32, KEXECGUARD_REMOVABLE, "hot-added" },
	{ 32, 48, KEXECGUARD_UNSAFE, "not-ram" },
};

START_TEST(exclusions)
{
	struct kguard_map *map = machine();
	struct kguard_windows *windows;
	struct kguard_query *query;
	enum kexecguard_level level;
	uint64_t start, end;
	uint32_t reasons;
	int i, bit;

	ck_assert_int_eq(kguard_query_new(&query), 0);
	kguard_query_set_size(query, 6 * MIB);
	kguard_query_set_limits(query, 0, 64 * MIB);
	ck_assert_int_eq(kguard_map_find_windows(map, query, &windows), 0);
	kguard_query_free(query);
	ck_assert_uint_eq(kguard_windows_get_nr_exclusions(windows),
			  ROWS(excluded));
	for (i = 0; i < ROWS(excluded); i++) {
		ck_assert_int_eq(kguard_windows_get_exclusion(windows, i,
					&start, &end, &level, &reasons), 0);
		ck_assert_uint_eq(start, excluded[i].start * MIB);
		ck_assert_uint_eq(end, excluded[i].end * MIB);
		ck_assert_int_eq(level, excluded[i].level);
		for (bit = 0; bit < 32; bit++)
			if (reasons & UINT32_C(1) << bit &&
			    !strcmp(kguard_reason_get_name(UINT32_C(1) << bit),
				    excluded[i].reason))
				break;
		ck_assert_int_lt(bit, 32);
	}
	ck_assert_int_eq(kguard_windows_get_exclusion(windows, i, NULL, NULL,
						      NULL, NULL), -ENOENT);
	ck_assert_int_eq(kguard_windows_get_placement(windows, 0, &level,
						      &reasons), 0);
	ck_assert_int_eq(level, KEXECGUARD_SAFE);
	ck_assert_int_eq(kguard_windows_get_placement(windows, 2, NULL, NULL),
			 -ENOENT);
	kguard_windows_free(windows);
	kguard_map_free(map);
}
END_TEST

/* From files. What they contain is tested in tests/golden. */
START_TEST(read_errors)
{
	struct kguard_map *map = (void *)1;
	char *where = NULL;

	ck_assert_int_eq(kguard_map_read("/nonexistent", &map, &where),
			 -ENOENT);
	ck_assert_str_eq(where, ".");
	free(where);
	ck_assert_int_eq(kguard_map_read("/dev", &map, &where), -ENOENT);
	ck_assert_str_eq(where, "proc/iomem");
	free(where);
	ck_assert_int_eq(kguard_map_read("/dev", &map, NULL), -ENOENT);
	ck_assert_ptr_eq(map, (void *)1);
	kguard_map_free(NULL);
	kguard_query_free(NULL);
	kguard_windows_free(NULL);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, get_map);
	tcase_add_test(tcase, growing_map);
	tcase_add_test(tcase, get_errors);
	tcase_add_test(tcase, nonsense);
	tcase_add_test(tcase, nonsense_rules);
	tcase_add_test(tcase, newer_class);
	tcase_add_test(tcase, judge);
	tcase_add_test(tcase, query);
	tcase_add_test(tcase, exclusions);
	tcase_add_test(tcase, read_errors);
}

int main(void)
{
	return run_suite("memory", add);
}
