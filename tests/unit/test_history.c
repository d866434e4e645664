// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The result of the last reload: what is read is what was noted, a file that
 * another user can write to is not used, and a module that is too old to report
 * the last unload is no error.
 */
#include "filled.h"
#include "tree.h"

#include "clock.h"
#include "history.h"

#define FILE_NAME "/run/kexecguard/reload"

static struct report report;
static struct context ctx = { .sysroot = tree_root, .report = &report };

/* Not a device: every request fails. */
static struct history read_it(void)
{
	struct kguard *none = calloc(1, 64);
	struct history history;

	history_read(&ctx, none, &history);
	free(none);
	ck_assert_ptr_null(history.unload);
	return history;
}

START_TEST(noted)
{
	int64_t before = clock_now();
	struct history history;

	tree_begin();
	tree_make_parents(FILE_NAME);
	history = read_it();
	ck_assert_int_eq(history.reload_ns, 0);

	report_note(&ctx, "failed", "%s", "one\ntwo");
	ck_assert_int_eq(history_note_reload(&ctx, &report), 0);
	history = read_it();
	ck_assert_int_ge(history.reload_ns, before);
	ck_assert_int_le(history.reload_ns, clock_now());
	ck_assert_str_eq(history.reload.result, "failed");
	ck_assert_str_eq(history.reload.reason, "one two");
	tree_end();
}
END_TEST

static const char *const damaged[] = {
	"", "\n", "1", "1\n", "1\n\n\n", "x\nfailed\nreason\n", "\nfailed\n",
};

START_TEST(damaged_is_none)
{
	struct history history;

	tree_begin();
	tree_add(FILE_NAME, damaged[_i]);
	history = read_it();
	ck_assert_int_eq(history.reload_ns, 0);
	tree_end();
}
END_TEST

START_TEST(long_is_cut)
{
	char text[2000], file[5000];
	struct history history;

	tree_begin();
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	snprintf(file, sizeof(file), "1\n%s\n%s", text, text);
	tree_add(FILE_NAME, file);
	history = read_it();
	ck_assert_int_eq(history.reload_ns, 1);
	ck_assert_uint_eq(strlen(history.reload.result),
			  sizeof(report.result) - 1);
	ck_assert_uint_eq(strlen(history.reload.reason),
			  sizeof(report.reason) - 1);
	report_note(&ctx, "failed", "%s", text);
	ck_assert_uint_eq(strlen(report.reason), sizeof(report.reason) - 1);
	tree_end();
}
END_TEST

static const struct {
	const char *result;
	bool success;
} results[] = {
	{ "loaded", true }, { "unwanted", true }, { "others-loaded", true },
	{ "failed", false }, { "refused", false }, { "unknown", false },
};

START_TEST(success)
{
	report_note(&ctx, results[_i].result, "%s", "");
	ck_assert_int_eq(report_is_success(&report), results[_i].success);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_test(tcase, noted);
	tcase_add_loop_test(tcase, damaged_is_none, 0, ROWS(damaged));
	tcase_add_test(tcase, long_is_cut);
	tcase_add_loop_test(tcase, success, 0, ROWS(results));
}

int main(void)
{
	return run_suite("history", add);
}
