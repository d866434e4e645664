// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See crash.h.
 */
#include "view/crash.h"

#include <inttypes.h>
#include <stdio.h>

#include "file.h"
#include "format.h"
#include "out.h"

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
	return file_line_is(ctx, "/sys/devices/system/memory/crash_hotplug", "1");
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

/**
 * crash_json() - add the state of the crash image
 * @object: the object to add to
 * @status: the guard's state
 * @is_maintained: the kernel keeps the image up to date
 */
void crash_json(struct json_object *object,
		    const struct kguard_status *status, bool is_maintained)
{
	json_add_string(object, "verdict", crash_verdict_name(
			crash_verdict_of(status, is_maintained)));
	json_add_bool(object, "loaded", kguard_status_is_crash_loaded(status));
	json_add_bool(object, "maintained", is_maintained);
	if (kguard_status_is_crash_recorded(status)) {
		json_add_u64(object, "generation",
			     kguard_status_get_crash_generation(status));
		json_add_u64(object, "changes",
			     kguard_status_get_crash_changes(status));
	} else {
		json_add(object, "generation", NULL);
		json_add(object, "changes", NULL);
	}
}

/**
 * crash_text() - the state of the crash image, for people
 * @buffer: FORMAT_LEN bytes
 * @status: the guard's state
 * @is_maintained: the kernel keeps the image up to date
 *
 * Return: a phrase, in @buffer or static.
 */
const char *crash_text(char *buffer, const struct kguard_status *status,
			    bool is_maintained)
{
	switch (crash_verdict_of(status, is_maintained)) {
	case CRASH_NONE:
		return "none loaded";
	case CRASH_MAINTAINED:
		return "loaded, the kernel updates it on each change of memory";
	case CRASH_CURRENT:
		return "loaded, no memory has changed since";
	case CRASH_STALE:
		snprintf(buffer, FORMAT_LEN,
			 "loaded, STALE since generation %" PRIu64
			 ": memory changed %" PRIu64 " times",
			 kguard_status_get_crash_generation(status),
			 kguard_status_get_crash_changes(status));
		return buffer;
	default:
		return "loaded before kexecguard";
	}
}
