// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verdict on the crash image.
 */
#include "filled.h"
#include "tree.h"

#include "view/crash.h"

static const struct context ctx = { .sysroot = tree_root };

static const struct {
	struct kexecguard_status status;
	bool is_maintained;
	enum crash_verdict verdict;
	enum answer answer;
} images[] = {
	{ { 0 }, false, CRASH_NONE, ANSWER_NO },
	{ { 0 }, true, CRASH_NONE, ANSWER_NO },
	{ { .flags = KEXECGUARD_CRASH_LOADED }, false, CRASH_UNKNOWN,
	  ANSWER_UNKNOWN },
	{ { .flags = KEXECGUARD_CRASH_LOADED, .crash_changes = 3 }, false,
	  CRASH_UNKNOWN, ANSWER_UNKNOWN },
	{ { .flags = KEXECGUARD_CRASH_LOADED | KEXECGUARD_CRASH_RECORDED },
	  false, CRASH_CURRENT, ANSWER_YES },
	{ { .flags = KEXECGUARD_CRASH_LOADED | KEXECGUARD_CRASH_RECORDED,
	    .crash_changes = 1 }, false, CRASH_STALE, ANSWER_NO },
	{ { .flags = KEXECGUARD_CRASH_LOADED | KEXECGUARD_CRASH_RECORDED,
	    .crash_changes = 1 }, true, CRASH_MAINTAINED, ANSWER_YES },
	{ { .flags = KEXECGUARD_CRASH_LOADED }, true, CRASH_MAINTAINED,
	  ANSWER_YES },
};

START_TEST(verdict)
{
	struct kguard_status *status = filled_status(&images[_i].status);
	enum crash_verdict verdict =
		crash_verdict_of(status, images[_i].is_maintained);

	ck_assert_int_eq(verdict, images[_i].verdict);
	ck_assert_int_eq(crash_verdict_answer(verdict), images[_i].answer);
	ck_assert(*crash_verdict_name(verdict));
	kguard_status_free(status);
}
END_TEST

START_TEST(maintained)
{
	const char *name = "/sys/devices/system/memory/crash_hotplug";

	ck_assert(!crash_is_maintained(&ctx));
	tree_add(name, "0\n");
	ck_assert(!crash_is_maintained(&ctx));
	tree_add(name, "1\n");
	ck_assert(crash_is_maintained(&ctx));
	tree_add(name, "11\n");
	ck_assert(!crash_is_maintained(&ctx));
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, verdict, 0, ROWS(images));
	tcase_add_test(tcase, maintained);
}

int main(void)
{
	return run_suite("crash", add);
}
