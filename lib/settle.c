// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * See settle.h. kg_attempt_judge() is pure, so that each outcome can be tested.
 *
 * Waiting always takes all events first, then looks at the state, then sleeps
 * until the next event: a change between the look and the sleep ends the sleep.
 */
#include "settle.h"

#include <errno.h>

#include "boottime.h"
#include "internal.h"

static enum kg_step judge_busy(const struct kg_attempt *attempt)
{
	if (attempt->is_changing)
		return STEP_WAIT_CHANGE;
	return attempt->has_moved ? STEP_AGAIN : STEP_WAIT_LOCK;
}

/* -ENODATA: from the load, no signature; from the confirmation, no image. */
static enum kg_step judge_gone(const struct kg_attempt *attempt, int *err)
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
 * kg_attempt_judge() - decide what follows an attempt
 * @attempt: how it went
 * @err: where to put the error of the attempt, 0 for STEP_DONE; -ECANCELED if
 *	the image was unloaded by another process
 *
 * Return: the next step.
 */
enum kg_step kg_attempt_judge(const struct kg_attempt *attempt, int *err)
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

/* Lost events may have been changes, the newest about as old as the overrun. */
static bool is_change(const struct kguard_event *event)
{
	return kguard_cause_is_memory(kguard_event_get_cause(event)) ||
	       kguard_event_is_overrun(event);
}

KGUARD_API int kguard_skip_events(struct kguard *guard, int64_t *last_change)
{
	struct kguard_event *event;
	int64_t time;
	int err;

	while (!(err = kguard_read_event(guard, &event))) {
		time = kguard_event_get_boottime_ns(event);
		if (last_change && is_change(event) && time > *last_change)
			*last_change = time;
		kguard_event_free(event);
	}
	return err == -EAGAIN ? 0 : err;
}

static int is_moving(struct kguard *guard, bool *moving)
{
	struct kguard_status *status;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*moving = kguard_status_is_changing(status);
	kguard_status_free(status);
	return 0;
}

static int64_t min_ns(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/**
 * kg_settle() - wait until memory has been quiet for a while
 * @guard: the device
 * @quiet_ns: how long it has to be quiet, nanoseconds
 * @deadline: when to stop waiting, nanoseconds of CLOCK_BOOTTIME
 *
 * The time counts from this call, or from a later change.
 *
 * Return: 0; -ETIMEDOUT; another -errno.
 */
int kg_settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline)
{
	int64_t last_change = clock_now();
	int64_t wait_ns;
	bool moving;
	int err;

	for (;;) {
		err = kguard_skip_events(guard, &last_change);
		if (err)
			return err;
		err = is_moving(guard, &moving);
		if (err)
			return err;
		wait_ns = clock_remaining(last_change + quiet_ns);
		if (!moving && !wait_ns)
			return 0;
		if (!clock_remaining(deadline))
			return -ETIMEDOUT;

		/*
		 * The end of a change is an event; quiet is the absence of
		 * events.
		 */
		if (moving)
			wait_ns = clock_remaining(deadline);
		else
			wait_ns = min_ns(wait_ns, clock_remaining(deadline));
		err = kguard_wait_event(guard, wait_ns);
		if (err && err != -ETIMEDOUT)
			return err;
	}
}

KGUARD_API int kguard_settle(struct kguard *guard, int64_t quiet_ns,
			     int64_t timeout_ns)
{
	return kg_settle(guard, quiet_ns, clock_deadline(timeout_ns));
}
