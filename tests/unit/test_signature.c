// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Signed or not, by the file: only a PE program with an empty entry for its
 * certificates is known not to be.
 */
#include "filled.h"
#include "tree.h"

#include "signature.h"

#define HEADER 0x80

static const struct context ctx = { .sysroot = tree_root };

/* As long as it takes to hold the entry, and not a byte longer. */
static size_t build(unsigned char *file, unsigned int magic, unsigned int entry)
{
	memset(file, 0, 512);
	file[0x3c] = HEADER;
	memcpy(file + HEADER, "PE", 2);
	file[HEADER + 24] = magic & 0xff;
	file[HEADER + 25] = magic >> 8;
	return HEADER + 24 + entry + 4 * 8 + 8;
}

static bool is_missing(const unsigned char *file, size_t length)
{
	tree_add_bytes("/kernel", (const char *)file, length);
	return signature_is_missing(&ctx, "/kernel");
}

START_TEST(of_both_formats)
{
	static const unsigned int formats[][2] = {
		{ 0x10b, 96 }, { 0x20b, 112 },
	};
	unsigned char file[512];
	size_t length = build(file, formats[_i][0], formats[_i][1]);

	ck_assert(is_missing(file, length));
	file[length - 8] = 1;
	ck_assert(is_missing(file, length));
	file[length - 1] = 1;
	ck_assert(!is_missing(file, length));
	file[length - 8] = 0;
	ck_assert(is_missing(file, length));
}
END_TEST

START_TEST(cannot_be_told)
{
	unsigned char file[512];
	size_t length, cut;

	length = build(file, 0x20b, 112);
	for (cut = 0; cut < length; cut++)
		ck_assert(!is_missing(file, cut));
	file[HEADER] = 'X';
	ck_assert(!is_missing(file, length));
	length = build(file, 0x30b, 112);
	ck_assert(!is_missing(file, length));
	build(file, 0x20b, 112);
	memset(file + 0x3c, 0xff, 4);
	ck_assert(!is_missing(file, length));
	ck_assert(!signature_is_missing(&ctx, "/none"));
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, of_both_formats, 0, 2);
	tcase_add_test(tcase, cannot_be_told);
}

int main(void)
{
	return run_suite("signature", add);
}
