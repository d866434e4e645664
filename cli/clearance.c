// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See clearance.h. On doubt the answer is that it is not known.
 */
#include "clearance.h"

#include "verdict.h"

static bool has_lost_pages(const struct kguard_record *record)
{
	return kguard_record_get_lost_sources(record) ||
	       kguard_record_get_lost_controls(record) ||
	       kguard_record_get_lost_destinations(record) ||
	       kguard_record_get_poisoned(record);
}

static struct clearance clearance_of_places(const struct kguard_record *record)
{
	if (!record || !kguard_record_has_segments(record))
		return (struct clearance){ ANSWER_UNKNOWN,
			"where the image goes could not be learnt" };
	if (has_lost_pages(record))
		return (struct clearance){ ANSWER_NO,
			"pages of the image are not sound" };
	switch (kguard_record_get_level(record)) {
	case KGUARD_LEVEL_UNSAFE:
		return (struct clearance){ ANSWER_NO,
			"a part of it goes where it corrupts or hangs" };
	case KGUARD_LEVEL_SAFE:
	case KGUARD_LEVEL_REMOVABLE:
		break;
	default:
		return (struct clearance){ ANSWER_UNKNOWN,
			"the guard cannot judge where the image goes" };
	}
	if (!kguard_record_is_audited(record))
		return (struct clearance){ ANSWER_UNKNOWN,
			"its pages have not been looked at" };
	if (kguard_record_get_level(record) == KGUARD_LEVEL_REMOVABLE)
		return (struct clearance){ ANSWER_YES,
			"it fits, its pages are sound, and it goes to memory that is there and can be taken away" };
	return (struct clearance){ ANSWER_YES,
		"it fits, its pages are sound, and it goes to memory that cannot be taken away" };
}

/**
 * clearance_of() - may the loaded image run?
 * @status: the guard's state
 * @record: the image's record, NULL if there is none
 *
 * Return: the answer.
 */
struct clearance clearance_of(const struct kguard_status *status,
		      const struct kguard_record *record)
{
	enum verdict verdict = verdict_of(status, record);

	if (verdict == VERDICT_VALID)
		return clearance_of_places(record);
	return (struct clearance){ verdict_answer(verdict),
			       verdict_reason(verdict, status, record) };
}
