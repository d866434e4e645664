// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See verdict.h.
 */
#include "verdict.h"

/**
 * verdict_answer() - the exit code for "is the image good?"
 * @verdict: the verdict
 *
 * Return: the exit code.
 */
enum answer verdict_answer(enum kguard_verdict verdict)
{
	switch (verdict) {
	case KGUARD_VERDICT_VALID:
		return ANSWER_YES;
	case KGUARD_VERDICT_UNKNOWN:
		return ANSWER_UNKNOWN;
	default:
		return ANSWER_NO;
	}
}
