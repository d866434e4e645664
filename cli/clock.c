// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See clock.h.
 */
#include "clock.h"

/**
 * clock_to_realtime() - the date and time of a moment
 * @boottime_ns: nanoseconds of CLOCK_BOOTTIME
 *
 * Return: nanoseconds of CLOCK_REALTIME, by the current offset.
 */
uint64_t clock_to_realtime(uint64_t boottime_ns)
{
	return boottime_ns + (clock_read(CLOCK_REALTIME) - clock_now());
}
