/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The clock of the guard's events, CLOCK_BOOTTIME, and deadlines on it. Also
 * for the tool.
 */
#ifndef KG_BOOTTIME_H
#define KG_BOOTTIME_H

#include <stdint.h>
#include <time.h>

#define NSEC_PER_SEC INT64_C(1000000000)

static inline int64_t clock_read(clockid_t clock)
{
	struct timespec now = { 0 };

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/**
 * clock_now() - the time since boot, including suspension
 *
 * Return: nanoseconds of CLOCK_BOOTTIME.
 */
static inline int64_t clock_now(void)
{
	return clock_read(CLOCK_BOOTTIME);
}

/**
 * clock_remaining() - how long until a deadline
 * @deadline: nanoseconds of CLOCK_BOOTTIME
 *
 * Return: nanoseconds, 0 if it has passed.
 */
static inline int64_t clock_remaining(int64_t deadline)
{
	int64_t now = clock_now();

	return now < deadline ? deadline - now : 0;
}

/**
 * clock_deadline() - the end of a time from now
 * @timeout_ns: nanoseconds; below 0 for no end
 *
 * Return: nanoseconds of CLOCK_BOOTTIME.
 */
static inline int64_t clock_deadline(int64_t timeout_ns)
{
	int64_t now = clock_now();

	return timeout_ns < 0 || timeout_ns > INT64_MAX - now ?
	       INT64_MAX : now + timeout_ns;
}

#endif /* KG_BOOTTIME_H */
