/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for the guard by its events.
 */
#ifndef CTL_SETTLE_H
#define CTL_SETTLE_H

#include <kguard.h>

#include "clock.h"

/*
 * How long memory has to be quiet where nobody says: a hundred times what one
 * block of a DIMM takes, and less than the second that kdump's rules wait.
 */
#define QUIET_NS (NSEC_PER_SEC / 2)

int events_skip(struct kguard *guard, int64_t *last_change);
int settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline);

#endif /* CTL_SETTLE_H */
