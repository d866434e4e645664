/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The crash image: does it know the machine's memory? The guard never touches
 * it; this is for those who must reload it where the kernel does not keep it
 * up to date.
 */
#ifndef CTL_CRASH_H
#define CTL_CRASH_H

#include "guard.h"

/**
 * enum crash_verdict - what can be said of the crash image
 * @CRASH_NONE: none is loaded
 * @CRASH_MAINTAINED: the kernel tells it of each change (crash_hotplug)
 * @CRASH_CURRENT: no memory has changed since it was loaded
 * @CRASH_STALE: memory has changed since; a dump would miss some of it
 * @CRASH_UNKNOWN: it was loaded when nobody watched
 */
enum crash_verdict {
	CRASH_NONE,
	CRASH_MAINTAINED,
	CRASH_CURRENT,
	CRASH_STALE,
	CRASH_UNKNOWN,
};

bool crash_is_maintained(const struct context *ctx);
enum crash_verdict crash_verdict_of(const struct kguard_status *status,
				    bool is_maintained);
const char *crash_verdict_name(enum crash_verdict verdict);
enum answer crash_verdict_answer(enum crash_verdict verdict);

#endif /* CTL_CRASH_H */
