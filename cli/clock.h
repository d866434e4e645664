/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clock of the guard's events, CLOCK_BOOTTIME, and deadlines on it.
 */
#ifndef CTL_CLOCK_H
#define CTL_CLOCK_H

#include <stdint.h>

#define NSEC_PER_SEC INT64_C(1000000000)

int64_t clock_now(void);
int64_t clock_remaining(int64_t deadline);
uint64_t clock_to_realtime(uint64_t boottime_ns);

#endif /* CTL_CLOCK_H */
