// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Is the image good: each row is a state of the guard and its verdict.
 */
#include "filled.h"

#include "verdict.h"

#define LOADED (KEXECGUARD_LOADED | KEXECGUARD_RECORDED)

static const struct {
	uint32_t flags;
	uint32_t missing;
	bool has_record;
	uint32_t record_flags;
	uint64_t moved;		/* generations since the load */
	uint32_t level;
	enum kguard_verdict verdict;
	enum answer answer;
} cases[] = {
	{ 0, 0, false, 0, 0, 0, KGUARD_VERDICT_NONE, ANSWER_NO },
	{ KEXECGUARD_CRASH_LOADED, 0, false, 0, 0, 0,
	  KGUARD_VERDICT_NONE, ANSWER_NO },
	{ KEXECGUARD_LOADING, 0, false, 0, 0, 0, KGUARD_VERDICT_NONE, ANSWER_NO },
	{ LOADED, 0, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_VALID, ANSWER_YES },
	{ LOADED, 0, true, 0, 0, KEXECGUARD_REMOVABLE,
	  KGUARD_VERDICT_VALID, ANSWER_YES },
	{ LOADED, 0, true, 0, 0, KEXECGUARD_UNKNOWN,
	  KGUARD_VERDICT_VALID, ANSWER_YES },
	{ LOADED, 0, true, 0, 0, KEXECGUARD_UNSAFE,
	  KGUARD_VERDICT_UNSAFE, ANSWER_NO },
	{ LOADED | KEXECGUARD_EXECUTING, 0, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_VALID, ANSWER_YES },
	{ LOADED | KEXECGUARD_CHANGING, 0, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_CHANGING, ANSWER_NO },
	{ KEXECGUARD_CHANGING, 0, false, 0, 0, 0,
	  KGUARD_VERDICT_CHANGING, ANSWER_NO },
	{ LOADED | KEXECGUARD_OUTDATED, 0, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_OUTDATED, ANSWER_NO },
	/* Kept by the policy: not refused, but not good. */
	{ LOADED, 0, true, 0, 1, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_OUTDATED, ANSWER_NO },
	/* Without these protections changes go unnoticed. */
	{ LOADED, KEXECGUARD_PROTECT_ADD, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_UNKNOWN, ANSWER_UNKNOWN },
	{ LOADED, KEXECGUARD_PROTECT_REMOVE, true, 0, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_UNKNOWN, ANSWER_UNKNOWN },
	{ LOADED | KEXECGUARD_CONFIRMED, KEXECGUARD_PROTECT_ONLINE, true, 0, 0,
	  KEXECGUARD_SAFE, KGUARD_VERDICT_UNKNOWN, ANSWER_UNKNOWN },
	{ LOADED, KEXECGUARD_PROTECT_RELEASE | KEXECGUARD_PROTECT_UNLOAD, true,
	  0, 0, KEXECGUARD_SAFE, KGUARD_VERDICT_VALID, ANSWER_YES },
	/* When it was loaded is unknown. */
	{ LOADED, 0, true, KEXECGUARD_RECORD_BEFORE, 0, KEXECGUARD_SAFE,
	  KGUARD_VERDICT_UNKNOWN, ANSWER_UNKNOWN },
	{ KEXECGUARD_LOADED, 0, false, 0, 0, 0,
	  KGUARD_VERDICT_UNKNOWN, ANSWER_UNKNOWN },
	{ KEXECGUARD_LOADED | KEXECGUARD_CONFIRMED, 0, false, 0, 0, 0,
	  KGUARD_VERDICT_VALID, ANSWER_YES },
};

START_TEST(verdict)
{
	const struct kexecguard_status from = {
		.flags = cases[_i].flags, .missing = cases[_i].missing,
		.generation = 5 + cases[_i].moved,
	};
	const struct kexecguard_record record_from = {
		.flags = cases[_i].record_flags, .generation = 5,
		.level = cases[_i].level,
	};
	struct kguard_status *status = filled_status(&from);
	struct kguard_record *record = NULL;
	enum kguard_verdict verdict;

	if (cases[_i].has_record)
		record = filled_record(&record_from);
	verdict = kguard_judge(status, record);
	ck_assert_int_eq(verdict, cases[_i].verdict);
	ck_assert_int_eq(verdict_answer(verdict), cases[_i].answer);
	ck_assert_ptr_nonnull(kguard_verdict_get_name(verdict));
	ck_assert_ptr_nonnull(kguard_verdict_get_reason(verdict, status, record));
	kguard_status_free(status);
	kguard_record_free(record);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, verdict, 0, ROWS(cases));
}

int main(void)
{
	return run_suite("verdict", add);
}
