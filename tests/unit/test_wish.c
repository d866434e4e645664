// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The wish that no image be loaded: it counts from its moment on, can be taken
 * back, and what is not a number is no wish.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "clock.h"
#include "wish.h"

static const struct context ctx = { .sysroot = tree_root };

START_TEST(counts_from_its_moment)
{
	int64_t before, after;

	tree_add("/run/here", "");
	ck_assert(!wish_is_none(&ctx, 0));
	before = clock_now();
	ck_assert_int_eq(wish_none(&ctx), 0);
	after = clock_now();
	ck_assert(wish_is_none(&ctx, 0));
	ck_assert(wish_is_none(&ctx, before - 1));
	ck_assert(!wish_is_none(&ctx, after));

	ck_assert_int_eq(wish_withdraw(&ctx), 0);
	ck_assert(!wish_is_none(&ctx, 0));
	ck_assert_int_eq(wish_withdraw(&ctx), 0);
}
END_TEST

START_TEST(nonsense_is_no_wish)
{
	static const char *const texts[] = { "", "\n", "x", "-1", "\xff", "0" };
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		tree_add(UNWANTED, texts[i]);
		ck_assert(!wish_is_none(&ctx, 0));
	}
}
END_TEST

START_TEST(cannot_be_written)
{
	char root[PATH_MAX];
	const struct context far = { .sysroot = root };

	ck_assert_int_eq(wish_none(&ctx), -ENOENT);
	tree_add("/run/kexecguard", "a file where the directory should be");
	ck_assert_int_eq(wish_none(&ctx), -ENOTDIR);

	memset(root, '/', sizeof(root) - 1);
	root[sizeof(root) - 1] = '\0';
	ck_assert_int_eq(wish_none(&far), -ENAMETOOLONG);
	ck_assert_int_eq(wish_withdraw(&far), -ENAMETOOLONG);
	ck_assert(!wish_is_none(&far, 0));
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, counts_from_its_moment);
	tcase_add_test(tcase, nonsense_is_no_wish);
	tcase_add_test(tcase, cannot_be_written);
}

int main(void)
{
	return run_suite("wish", add);
}
