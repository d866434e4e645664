// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See settle.h. The order is always: take all events, look at the state, then
 * sleep until the next event; so a change between the look and the sleep wakes
 * the sleeper.
 */
#include "settle.h"

#include <errno.h>

/* Lost events may have been changes; the newest of them is no older than this. */
static bool is_change(const struct kguard_event *event)
{
	return kguard_cause_is_memory(kguard_event_get_cause(event)) ||
	       kguard_event_is_overrun(event);
}

/**
 * events_skip() - take all waiting events
 * @guard: the device
 * @last_change: raised to the time of the newest change of memory among them,
 *	the cancelled ones included, or NULL
 *
 * Return: 0 or -errno.
 */
int events_skip(struct kguard *guard, int64_t *last_change)
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
 * settle() - wait until memory has been quiet for a while
 * @guard: the device
 * @quiet_ns: how long it has to be quiet, nanoseconds
 * @deadline: until when to wait at most, nanoseconds of CLOCK_BOOTTIME
 *
 * Quiet counts from the last change seen by this handle, at the earliest from
 * now on.
 *
 * Return: 0; -ETIMEDOUT; another -errno.
 */
int settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline)
{
	int64_t last_change = clock_now();
	int64_t wait_ns;
	bool moving;
	int err;

	for (;;) {
		err = events_skip(guard, &last_change);
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

		/* The end of a change is an event; quiet is the lack of one. */
		if (moving)
			wait_ns = clock_remaining(deadline);
		else
			wait_ns = min_ns(wait_ns, clock_remaining(deadline));
		err = kguard_wait_event(guard, wait_ns);
		if (err && err != -ETIMEDOUT)
			return err;
	}
}
