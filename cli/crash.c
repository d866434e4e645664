// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See crash.h.
 */
#include "crash.h"

#include "knob.h"

static const char *const names[] = {
	[CRASH_NONE]		= "none",
	[CRASH_MAINTAINED]	= "maintained",
	[CRASH_CURRENT]		= "current",
	[CRASH_STALE]		= "stale",
	[CRASH_UNKNOWN]		= "unknown",
};

/**
 * crash_is_maintained() - does the kernel keep the crash image up to date
 * @ctx: the context
 *
 * Return: true if the kernel says so (Linux 6.6 and later, some architectures).
 */
bool crash_is_maintained(const struct context *ctx)
{
	return knob_is(ctx, "/sys/devices/system/memory/crash_hotplug", "1");
}

/**
 * crash_verdict_of() - judge the crash image
 * @status: the guard's state
 * @is_maintained: the kernel keeps the image up to date
 *
 * Return: the verdict.
 */
enum crash_verdict crash_verdict_of(const struct kguard_status *status,
				    bool is_maintained)
{
	if (!kguard_status_is_crash_loaded(status))
		return CRASH_NONE;
	if (is_maintained)
		return CRASH_MAINTAINED;
	if (!kguard_status_is_crash_recorded(status))
		return CRASH_UNKNOWN;
	return kguard_status_get_crash_changes(status) ? CRASH_STALE :
							 CRASH_CURRENT;
}

/**
 * crash_verdict_name() - the verdict in one word
 * @verdict: the verdict
 *
 * Return: a static string.
 */
const char *crash_verdict_name(enum crash_verdict verdict)
{
	return names[verdict];
}

/**
 * crash_verdict_answer() - the exit code for "does it know all memory?"
 * @verdict: the verdict
 *
 * Return: the exit code.
 */
enum answer crash_verdict_answer(enum crash_verdict verdict)
{
	switch (verdict) {
	case CRASH_MAINTAINED:
	case CRASH_CURRENT:
		return ANSWER_YES;
	case CRASH_UNKNOWN:
		return ANSWER_UNKNOWN;
	default:
		return ANSWER_NO;
	}
}
