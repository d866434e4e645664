// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The policy: what each preset decides for each event, which actions a row may
 * have, parsing and formatting.
 */
#include "../../core/policy.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS(table)	(int)(sizeof(table) / sizeof((table)[0]))

#define UNLOAD	KG_ACTION_UNLOAD
#define KEEP	KG_ACTION_KEEP
#define REPORT	KG_ACTION_REPORT
#define VETO	KG_ACTION_VETO
#define RELEASE	KG_ACTION_RELEASE

/*
 * Decisions in the order add, remove, online, offline; for memory that holds no
 * destination of the image and for memory that does, then for driver-managed
 * memory without and with.
 */
static const struct {
	const char *policy;
	enum kg_action apart[4];
	enum kg_action inside[4];
	enum kg_action driver;
	enum kg_action driver_inside;
} decisions[] = {
	{ "strict", { UNLOAD, UNLOAD, UNLOAD, UNLOAD },
	  { UNLOAD, UNLOAD, UNLOAD, UNLOAD }, KEEP, UNLOAD },
	{ "map", { UNLOAD, UNLOAD, KEEP, KEEP },
	  { UNLOAD, UNLOAD, KEEP, KEEP }, KEEP, UNLOAD },
	{ "pin", { UNLOAD, UNLOAD, UNLOAD, UNLOAD },
	  { UNLOAD, UNLOAD, UNLOAD, VETO }, KEEP, UNLOAD },
	{ "observe", { REPORT, REPORT, REPORT, REPORT },
	  { REPORT, REPORT, REPORT, REPORT }, REPORT, REPORT },
	{ "strict,offline=release", { UNLOAD, UNLOAD, UNLOAD, RELEASE },
	  { UNLOAD, UNLOAD, UNLOAD, RELEASE }, KEEP, UNLOAD },
	{ "strict,driver=unload", { UNLOAD, UNLOAD, UNLOAD, UNLOAD },
	  { UNLOAD, UNLOAD, UNLOAD, UNLOAD }, UNLOAD, UNLOAD },
};

START_TEST(decide)
{
	struct kg_policy policy = { { 0 } };
	int event;

	ck_assert_int_eq(kg_policy_parse(decisions[_i].policy, &policy), 0);
	for (event = KG_CHANGE_ADD; event <= KG_CHANGE_OFFLINE; event++) {
		ck_assert_int_eq(kg_policy_decide(&policy, event, false, false),
				 decisions[_i].apart[event]);
		ck_assert_int_eq(kg_policy_decide(&policy, event, false, true),
				 decisions[_i].inside[event]);
		ck_assert_int_eq(kg_policy_decide(&policy, event, true, false),
				 decisions[_i].driver);
		ck_assert_int_eq(kg_policy_decide(&policy, event, true, true),
				 decisions[_i].driver_inside);
	}
}
END_TEST

START_TEST(zero_policy_unloads)
{
	struct kg_policy policy = { { 0 } };
	int event;

	for (event = KG_CHANGE_ADD; event <= KG_CHANGE_OFFLINE; event++) {
		ck_assert_int_eq(kg_policy_decide(&policy, event, false, false),
				 UNLOAD);
		ck_assert_int_eq(kg_policy_decide(&policy, event, true, false),
				 UNLOAD);
	}
}
END_TEST

START_TEST(unknown_event_unloads)
{
	struct kg_policy policy;

	ck_assert_int_eq(kg_policy_parse("observe", &policy), 0);
	ck_assert_int_eq(kg_policy_decide(&policy, KG_CHANGE_OFFLINE + 1, false,
					  false), UNLOAD);
	ck_assert_int_eq(kg_policy_decide(&policy, (enum kg_change)-1, true,
					  false), UNLOAD);
}
END_TEST

START_TEST(legal_actions)
{
	int action;
	int row;

	for (row = -1; row <= KG_NR_ROWS; row++) {
		for (action = -1; action <= KG_NR_ACTIONS; action++) {
			bool for_all = action == UNLOAD || action == KEEP ||
				       action == REPORT;
			bool for_offline = action == VETO || action == RELEASE;
			bool expected = (for_all && row >= 0 &&
					 row < KG_NR_ROWS) ||
					(for_offline && row == KG_ROW_OFFLINE);
			struct kg_policy policy = { { 0 } };
			struct kg_policy before = policy;
			int err = kg_policy_set(&policy, row, action);

			ck_assert_int_eq(kg_policy_is_legal(row, action),
					 expected);
			ck_assert_int_eq(err, expected ? 0 : -EINVAL);
			if (expected)
				ck_assert_int_eq(policy.action[row], action);
			else
				ck_assert_mem_eq(&policy, &before,
						 sizeof(policy));
		}
	}
}
END_TEST

START_TEST(names_both_ways)
{
	struct kg_policy policy = { { 0 } };
	enum kg_action action;
	char text[32];
	int i;

	for (i = 0; i < KG_NR_ROWS; i++) {
		snprintf(text, sizeof(text), "%s=report\n", kg_row_name(i));
		ck_assert_int_eq(kg_policy_parse(text, &policy), 0);
		ck_assert_int_eq(policy.action[i], REPORT);
	}
	for (i = 0; i < KG_NR_ACTIONS; i++) {
		ck_assert_int_eq(kg_action_parse(kg_action_name(i), &action),
				 0);
		ck_assert_int_eq(action, i);
	}
	ck_assert_ptr_null(kg_row_name(KG_NR_ROWS));
	ck_assert_ptr_null(kg_row_name((enum kg_row)-1));
	ck_assert_ptr_null(kg_action_name(KG_NR_ACTIONS));
	ck_assert_ptr_null(kg_action_name((enum kg_action)-1));
}
END_TEST

static const char *const no_names[] = {
	"", "\n", "ad", "addd", "Add", " add", "add ", "add\n\n", "keepunload",
	"unloa", "keep\nx",
};

START_TEST(no_name)
{
	enum kg_action action = VETO;
	struct kg_policy policy = { { KEEP, KEEP, KEEP, KEEP, KEEP } };

	ck_assert_int_eq(kg_action_parse(no_names[_i], &action), -EINVAL);
	ck_assert_int_eq(action, VETO);
	ck_assert_int_eq(kg_policy_parse(no_names[_i], &policy), -EINVAL);
	ck_assert_int_eq(policy.action[0], KEEP);
}
END_TEST

START_TEST(presets_have_names)
{
	struct kg_policy policy;
	unsigned int i;

	ck_assert_str_eq(kg_preset_name(0), "strict");
	for (i = 0; kg_preset_name(i); i++) {
		ck_assert_int_eq(kg_policy_parse(kg_preset_name(i), &policy), 0);
		ck_assert_str_eq(kg_policy_preset(&policy), kg_preset_name(i));
	}
	ck_assert_uint_eq(i, 4);
	policy.action[KG_ROW_ADD] = KEEP;
	ck_assert_ptr_null(kg_policy_preset(&policy));
}
END_TEST

/* Applied to the preset "observe". */
static const struct {
	const char *text;
	const char *result;
} texts[] = {
	{ "strict", "strict" },
	{ "strict\n", "strict" },
	{ "pin", "pin" },
	{ "strict,offline=veto", "pin" },
	{ "offline=veto,pin", "pin" },
	{ "pin,offline=unload", "strict" },
	{ "add=report", "observe" },
	{ "add=keep", "add=keep,remove=report,online=report,offline=report,"
	  "driver=report" },
	{ "driver=keep,add=unload\n", "add=unload,remove=report,online=report,"
	  "offline=report,driver=keep" },
	{ "", NULL },
	{ "\n", NULL },
	{ ",", NULL },
	{ "strict,", NULL },
	{ ",strict", NULL },
	{ "strict,,pin", NULL },
	{ "add", NULL },
	{ "add=", NULL },
	{ "=keep", NULL },
	{ "add=keep=keep", NULL },
	{ "add=veto", NULL },
	{ "remove=release", NULL },
	{ "driver=veto", NULL },
	{ "online=veto", NULL },
	{ "strict,add=veto", NULL },
	{ "add=keep,nonsense", NULL },
	{ "add = keep", NULL },
	{ "strict\n,pin", NULL },
};

START_TEST(parse_and_format)
{
	char text[KG_POLICY_TEXT];
	struct kg_policy policy;
	struct kg_policy again = { { 0 } };
	size_t size;
	int err;

	ck_assert_int_eq(kg_policy_parse("observe", &policy), 0);
	err = kg_policy_parse(texts[_i].text, &policy);
	ck_assert_int_eq(err, texts[_i].result ? 0 : -EINVAL);
	if (err) {
		/* A text that is partly valid changes nothing. */
		ck_assert_str_eq(kg_policy_preset(&policy), "observe");
		return;
	}

	ck_assert_int_eq(kg_policy_format(&policy, text, sizeof(text)), 0);
	ck_assert_str_eq(text, texts[_i].result);
	ck_assert_int_eq(kg_policy_parse(text, &again), 0);
	ck_assert_mem_eq(&again, &policy, sizeof(policy));

	size = strlen(text);
	memset(text, 'x', sizeof(text));
	ck_assert_int_eq(kg_policy_format(&policy, text, size), -ENOSPC);
	ck_assert_int_eq(text[size], 'x');
	ck_assert_int_eq(kg_policy_format(&policy, text, size + 1), 0);
	ck_assert_int_eq(kg_policy_format(&policy, text, 0), -ENOSPC);
}
END_TEST

START_TEST(longest_text_fits)
{
	char text[KG_POLICY_TEXT];
	struct kg_policy policy;

	ck_assert_int_eq(kg_policy_parse("strict", &policy), 0);
	ck_assert_int_eq(kg_policy_parse("driver=unload,offline=release",
					 &policy), 0);
	ck_assert_int_eq(kg_policy_format(&policy, text, sizeof(text)), 0);
}
END_TEST

START_TEST(broken_policy_has_no_text)
{
	struct kg_policy policy = { { VETO } };
	char text[KG_POLICY_TEXT];

	ck_assert_int_eq(kg_policy_format(&policy, text, sizeof(text)),
			 -EINVAL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tcase = tcase_create("policy");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, decide, 0, ROWS(decisions));
	tcase_add_test(tcase, zero_policy_unloads);
	tcase_add_test(tcase, unknown_event_unloads);
	tcase_add_test(tcase, legal_actions);
	tcase_add_test(tcase, names_both_ways);
	tcase_add_loop_test(tcase, no_name, 0, ROWS(no_names));
	tcase_add_test(tcase, presets_have_names);
	tcase_add_loop_test(tcase, parse_and_format, 0, ROWS(texts));
	tcase_add_test(tcase, longest_text_fits);
	tcase_add_test(tcase, broken_policy_has_no_text);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
