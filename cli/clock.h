/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The library's clock, and the date and time of its moments.
 */
#ifndef CTL_CLOCK_H
#define CTL_CLOCK_H

#include "lib/boottime.h"

uint64_t clock_to_realtime(uint64_t boottime_ns);

#endif /* CTL_CLOCK_H */
