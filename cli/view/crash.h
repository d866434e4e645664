/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the crash image describes the machine's memory as it is now, judged
 * and shown. The guard never touches that image; where the kernel does not keep
 * it up to date, it has to be reloaded.
 */
#ifndef CTL_CRASH_H
#define CTL_CRASH_H

#include <json-c/json.h>
#include <kguard.h>

#include "context.h"

/**
 * enum crash_verdict - what can be said of the crash image
 * @CRASH_NONE: none is loaded
 * @CRASH_MAINTAINED: the kernel updates it on each change (crash_hotplug)
 * @CRASH_CURRENT: no memory has changed since it was loaded
 * @CRASH_STALE: memory has changed since; a dump would miss some of it
 * @CRASH_UNKNOWN: it was loaded before the guard
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

void crash_json(struct json_object *object, const struct kguard_status *status,
		bool is_maintained);
const char *crash_text(char *buffer, const struct kguard_status *status,
		       bool is_maintained);

#endif /* CTL_CRASH_H */
