// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See attempt.h.
 */
#include "attempt.h"

#include <errno.h>

static enum next_step judge_busy(const struct attempt *attempt)
{
	if (attempt->is_changing)
		return STEP_WAIT_CHANGE;
	return attempt->has_moved ? STEP_AGAIN : STEP_WAIT_LOCK;
}

/* From the load it is about a signature; from confirm the image is gone. */
static enum next_step judge_gone(const struct attempt *attempt, int *err)
{
	if (attempt->load_error)
		return STEP_FAIL;
	if (attempt->is_changing)
		return STEP_WAIT_CHANGE;
	if (attempt->has_moved)
		return STEP_AGAIN;
	*err = -ECANCELED;
	return STEP_FAIL;
}

/**
 * attempt_judge() - decide what follows an attempt
 * @attempt: how it went
 * @err: where to put the error of the attempt, 0 for STEP_DONE; -ECANCELED if
 *	somebody else unloaded the image
 *
 * Return: the next step.
 */
enum next_step attempt_judge(const struct attempt *attempt, int *err)
{
	*err = attempt->load_error ?: attempt->confirm_error;

	switch (*err) {
	case 0:
		return STEP_DONE;
	case -EBUSY:
		return judge_busy(attempt);
	case -ESTALE:
		return attempt->is_changing ? STEP_WAIT_CHANGE : STEP_AGAIN;
	case -ENODATA:
		return judge_gone(attempt, err);
	default:
		return STEP_FAIL;
	}
}
