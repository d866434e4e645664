// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See check.h. On doubt the answer is that it is not known.
 */
#include "check.h"

#include "verdict.h"

static bool has_lost_pages(const struct kguard_record *record)
{
	return kguard_record_get_lost_sources(record) ||
	       kguard_record_get_lost_controls(record) ||
	       kguard_record_get_lost_destinations(record) ||
	       kguard_record_get_poisoned(record);
}

static struct check check_places(const struct kguard_record *record)
{
	if (!record || !kguard_record_has_segments(record))
		return (struct check){ ANSWER_UNKNOWN,
			"where the image goes could not be learnt" };
	if (has_lost_pages(record))
		return (struct check){ ANSWER_NO,
			"pages of the image are not sound" };
	switch (kguard_record_get_level(record)) {
	case KGUARD_LEVEL_UNSAFE:
		return (struct check){ ANSWER_NO,
			"a part of it goes where it corrupts or hangs" };
	case KGUARD_LEVEL_SAFE:
	case KGUARD_LEVEL_REMOVABLE:
		break;
	default:
		return (struct check){ ANSWER_UNKNOWN,
			"the guard cannot judge where the image goes" };
	}
	if (!kguard_record_is_audited(record))
		return (struct check){ ANSWER_UNKNOWN,
			"its pages have not been looked at" };
	if (kguard_record_get_level(record) == KGUARD_LEVEL_REMOVABLE)
		return (struct check){ ANSWER_YES,
			"it fits, its pages are sound, and it goes to memory that is there and can be taken away" };
	return (struct check){ ANSWER_YES,
		"it fits, its pages are sound, and it goes to memory that cannot be taken away" };
}

/**
 * check_of() - may the loaded image run?
 * @status: the guard's state
 * @record: the image's record, NULL if there is none
 *
 * Return: the answer.
 */
struct check check_of(const struct kguard_status *status,
		      const struct kguard_record *record)
{
	enum verdict verdict = verdict_of(status, record);

	if (verdict == VERDICT_VALID)
		return check_places(record);
	return (struct check){ verdict_answer(verdict),
			       verdict_reason(verdict, status, record) };
}
