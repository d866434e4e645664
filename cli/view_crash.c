// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How the crash image's state looks.
 */
#include "view.h"

#include <inttypes.h>

#include "crash.h"
#include "format.h"
#include "out.h"

/**
 * json_add_crash() - the crash image as JSON
 * @object: where to put the members
 * @status: the guard's state
 * @is_maintained: the kernel keeps the image up to date
 */
void json_add_crash(struct json_object *object,
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
 * view_crash_text() - the crash image for people
 * @buffer: FORMAT_LEN bytes
 * @status: the guard's state
 * @is_maintained: the kernel keeps the image up to date
 *
 * Return: a phrase, in @buffer or static.
 */
const char *view_crash_text(char *buffer, const struct kguard_status *status,
			    bool is_maintained)
{
	switch (crash_verdict_of(status, is_maintained)) {
	case CRASH_NONE:
		return "none loaded";
	case CRASH_MAINTAINED:
		return "loaded, the kernel tells it of each change of memory";
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
		return "loaded, nobody saw when";
	}
}
