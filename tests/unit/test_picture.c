// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The drawing: it fits every width, omits nothing, and shows the image.
 * Drawings of whole machines are in tests/golden.
 */
#include "filled.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "view/picture.h"

#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)
#define GOOD	(KEXECGUARD_RAM | KEXECGUARD_FIRMWARE)
#define DIMM	(KEXECGUARD_RAM | KEXECGUARD_HOTADDED)

static struct kexecguard_range ranges[1200];
static struct kexecguard_record image;
static size_t nr_ranges;
static char output[1 << 16];

static void put(uint64_t start, uint64_t end, uint32_t classes)
{
	ranges[nr_ranges++] = (struct kexecguard_range){ start, end, classes,
							 0 };
}

static void set_up(void)
{
	nr_ranges = 0;
	memset(&image, 0, sizeof(image));
}

static const char *drawn(size_t width, bool colour)
{
	struct kexecguard_map from = {
		.nr = nr_ranges, .page_size = 4096,
		.unsafe = KEXECGUARD_OFFLINE,
		.unsafe_without = KEXECGUARD_RAM,
		.removable = KEXECGUARD_HOTADDED,
		.removable_without = KEXECGUARD_FIRMWARE,
	};
	struct memory memory = { .map = NULL };
	int out = dup(STDOUT_FILENO);
	FILE *file = tmpfile();
	size_t length;

	ck_assert_int_eq(kg_map_from_uapi(&from, ranges, &memory.map), 0);
	if (image.nr_segments)
		memory.record = filled_record(&image);
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	ck_assert_int_eq(picture_print(&memory, width, colour), 0);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	memory_free(&memory);

	rewind(file);
	length = fread(output, 1, sizeof(output) - 1, file);
	output[length] = '\0';
	fclose(file);
	return output;
}

static void expect(const char *part)
{
	if (!strstr(output, part))
		ck_abort_msg("\"%s\" is not in:\n%s", part, output);
}

static size_t longest_line(const char *text)
{
	size_t length, longest = 0;

	for (; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		longest = length > longest ? length : longest;
	}
	return longest;
}

static size_t count(const char *text, char what)
{
	size_t nr = 0;

	for (; *text; text++)
		nr += *text == what;
	return nr;
}

static void put_machine(void)
{
	put(MIB, GIB, GOOD);
	put(4 * GIB, 5 * GIB, DIMM);
	put(5 * GIB, 6 * GIB, DIMM | KEXECGUARD_OFFLINE);
	put(6 * GIB, 90 * GIB, KEXECGUARD_HOTPLUGGABLE);
}

/* Any width: only a word longer than the line may exceed it. */
START_TEST(widths)
{
	size_t width;

	put_machine();
	for (width = 1; width < 300; width++) {
		drawn(width, false);
		if (width >= 16)
			ck_assert_uint_le(longest_line(output), width);
		ck_assert_uint_gt(count(output, 'B'), 1);
		ck_assert_uint_gt(count(output, 'H'), 1);
		ck_assert_uint_gt(count(output, 'O'), 1);
	}
}
END_TEST

START_TEST(legend)
{
	put_machine();
	drawn(80, false);
	expect("\nB  boot memory         safe       1023 MiB\n");
	expect("\nH  hot-added           removable  1 GiB\n");
	expect("\nO  offline             unsafe     1 GiB\n");
	expect("\n-  room for hotplug    unsafe     84 GiB\n");
	expect("~ 3 GiB without RAM ~\n");
	ck_assert_ptr_null(strchr(output, '#'));
	ck_assert_ptr_null(strchr(output, '\033'));
}
END_TEST

/* A page of the image is visible in an exbibyte of memory. */
START_TEST(image_drawn)
{
	put(0, UINT64_C(1) << 60, GOOD);
	image.nr_segments = 2;
	image.segments[0] = (struct kexecguard_segment){
		GIB, GIB + 4096, KEXECGUARD_SAFE, 0 };
	image.segments[1] = (struct kexecguard_segment){
		UINT64_C(1) << 59, (UINT64_C(1) << 59) + 4096,
		KEXECGUARD_UNSAFE, KEXECGUARD_OFFLINE };
	drawn(80, false);
	ck_assert_uint_eq(count(output, '#'), 4);
	expect("#  the loaded image    safe       4 KiB");
	expect("#  the loaded image    unsafe     4 KiB");
}
END_TEST

/* Also where there is no memory, where it matters most. */
START_TEST(image_in_hole)
{
	put(0, GIB, GOOD);
	image.nr_segments = 1;
	image.segments[0] = (struct kexecguard_segment){
		64 * GIB, 64 * GIB + 4096, KEXECGUARD_UNSAFE,
		KEXECGUARD_OFFLINE };
	drawn(80, false);
	expect("\n0x1000000000  #\n");
}
END_TEST

START_TEST(colour)
{
	put_machine();
	drawn(80, true);
	expect("\033[32mB\033[0m");
	expect("\033[33mH\033[0m");
	expect("\033[31mO\033[0m");
}
END_TEST

/* No memory, the ends of the address space, and very many pieces. */
START_TEST(extremes)
{
	drawn(80, false);
	ck_assert_uint_lt(count(output, '\n'), 8);

	put(0, 4096, GOOD);
	put(UINT64_MAX - 4095, UINT64_MAX, GOOD);
	drawn(80, false);
	ck_assert_uint_lt(count(output, '\n'), 30);
	expect("0xfff");

	nr_ranges = 0;
	while (nr_ranges < 1200)
		put((nr_ranges + 1) * 64 * GIB, (nr_ranges + 1) * 64 * GIB +
		    4096, nr_ranges & 1 ? GOOD : DIMM);
	drawn(80, false);
	ck_assert_uint_lt(count(output, '\n'), 30);
}
END_TEST

/* Even the smallest RAM is not drawn as a hole. */
START_TEST(small)
{
	put(0, GIB, GOOD);
	put(8 * GIB, 8 * GIB + 4096, DIMM);
	drawn(80, false);
	expect("\n0x200000000  H\n");
}
END_TEST

START_TEST(letters)
{
	int a, b;

	for (a = 0; a < NR_KINDS; a++) {
		ck_assert_ptr_nonnull(kind_name(a));
		for (b = 0; b < a; b++)
			ck_assert_int_ne(kind_letter(a), kind_letter(b));
	}
	ck_assert_int_eq(kind_of(0), KIND_HOLE);
	ck_assert_int_eq(kind_of(KEXECGUARD_RAM), KIND_OTHER);
	ck_assert_int_eq(kind_of(DIMM | KEXECGUARD_DRIVER |
				 KEXECGUARD_OFFLINE), KIND_DRIVER);
	ck_assert_int_eq(kind_of(KEXECGUARD_FIRMWARE |
				 KEXECGUARD_HOTPLUGGABLE), KIND_UNUSED);
	ck_assert_int_eq(kind_of(KEXECGUARD_KERNEL), KIND_HOLE);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_set_timeout(tcase, 30);
	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, widths);
	tcase_add_test(tcase, legend);
	tcase_add_test(tcase, image_drawn);
	tcase_add_test(tcase, image_in_hole);
	tcase_add_test(tcase, colour);
	tcase_add_test(tcase, extremes);
	tcase_add_test(tcase, small);
	tcase_add_test(tcase, letters);
}

int main(void)
{
	return run_suite("picture", add);
}
