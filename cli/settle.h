/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for the guard by its events.
 */
#ifndef CTL_SETTLE_H
#define CTL_SETTLE_H

#include <kguard.h>

int events_skip(struct kguard *guard, int64_t *last_change);
int settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline);

#endif /* CTL_SETTLE_H */
