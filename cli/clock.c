// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See clock.h.
 */
#include "clock.h"

#include <time.h>

static int64_t read_clock(clockid_t clock)
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
int64_t clock_now(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

/**
 * clock_remaining() - how long until a deadline
 * @deadline: nanoseconds of CLOCK_BOOTTIME
 *
 * Return: nanoseconds, 0 if it has passed.
 */
int64_t clock_remaining(int64_t deadline)
{
	int64_t now = clock_now();

	return now < deadline ? deadline - now : 0;
}

/**
 * clock_to_realtime() - the date and time of a moment
 * @boottime_ns: nanoseconds of CLOCK_BOOTTIME
 *
 * Return: nanoseconds of CLOCK_REALTIME, by the current offset.
 */
uint64_t clock_to_realtime(uint64_t boottime_ns)
{
	return boottime_ns + (read_clock(CLOCK_REALTIME) - clock_now());
}
