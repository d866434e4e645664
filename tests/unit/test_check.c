// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * May the loaded image run: one row for each reason to say no; when in doubt
 * the answer is never yes.
 */
#include "filled.h"

#include <string.h>

#include "commands/check.h"

#define LOADED	(KEXECGUARD_LOADED | KEXECGUARD_RECORDED)
#define AUDITED	KEXECGUARD_RECORD_AUDITED

static const struct {
	struct kexecguard_status status;
	struct kexecguard_record record;
	bool no_record;
	enum answer answer;
	const char *reason;
} rows[] = {
	{ { .flags = LOADED },
	  { .flags = AUDITED, .nr_segments = 1, .level = KEXECGUARD_SAFE },
	  false, ANSWER_YES, "cannot be removed" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .nr_segments = 1, .level = KEXECGUARD_REMOVABLE },
	  false, ANSWER_YES, "removable memory" },
	{ { .flags = 0 }, { .size = 0 }, true, ANSWER_NO, "none loaded" },
	{ { .flags = LOADED | KEXECGUARD_CHANGING },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE },
	  false, ANSWER_NO, "changing" },
	{ { .flags = LOADED, .generation = 1 },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE },
	  false, ANSWER_NO, "has changed" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_UNSAFE },
	  false, ANSWER_NO, "corrupt or hang" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE, .lost_sources = 1 },
	  false, ANSWER_NO, "not sound" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE, .lost_controls = 1 },
	  false, ANSWER_NO, "not sound" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE,
	    .lost_destinations = 1 },
	  false, ANSWER_NO, "not sound" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_UNKNOWN, .poisoned = 1 },
	  false, ANSWER_NO, "not sound" },
	{ { .flags = LOADED },
	  { .flags = AUDITED, .level = KEXECGUARD_UNKNOWN },
	  false, ANSWER_UNKNOWN, "cannot judge" },
	{ { .flags = LOADED },
	  { .flags = 0, .level = KEXECGUARD_SAFE },
	  false, ANSWER_UNKNOWN, "not been examined" },
	{ { .flags = LOADED },
	  { .flags = AUDITED | KEXECGUARD_RECORD_NO_SEGMENTS,
	    .level = KEXECGUARD_SAFE },
	  false, ANSWER_UNKNOWN, "placement of the image" },
	{ { .flags = LOADED | KEXECGUARD_CONFIRMED }, { .size = 0 }, true,
	  ANSWER_UNKNOWN, "placement of the image" },
	{ { .flags = LOADED, .missing = KEXECGUARD_PROTECT_REMOVE },
	  { .flags = AUDITED, .level = KEXECGUARD_SAFE },
	  false, ANSWER_UNKNOWN, "unnoticed" },
	{ { .flags = LOADED },
	  { .flags = AUDITED | KEXECGUARD_RECORD_BEFORE,
	    .level = KEXECGUARD_SAFE },
	  false, ANSWER_UNKNOWN, "before kexecguard" },
};

START_TEST(row)
{
	struct kguard_status *status = filled_status(&rows[_i].status);
	struct kguard_record *record = filled_record(&rows[_i].record);
	struct check check;

	check = check_image(status, rows[_i].no_record ? NULL : record);
	ck_assert_int_eq(check.answer, rows[_i].answer);
	ck_assert_msg(strstr(check.reason, rows[_i].reason),
		      "row %d: %s", _i, check.reason);
	kguard_status_free(status);
	kguard_record_free(record);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, row, 0, ROWS(rows));
}

int main(void)
{
	return run_suite("check", add);
}
