// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The last unload and the last reload, for people and as JSON.
 */
#include "view/view.h"

#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "format.h"
#include "history.h"
#include "out.h"

#define LABEL "%-14s"

/**
 * view_history_json() - add the last unload and the last reload
 * @document: the document to add to
 * @snapshot: the state
 */
void view_history_json(struct json_object *document,
		       const struct snapshot *snapshot)
{
	const struct history *history = snapshot->history;
	struct json_object *object;
	char time[FORMAT_LEN];

	if (history && history->unload) {
		object = json_add_object(document, "last_unload");
		view_event_members(object, history->unload);
		json_add_string(object, "policy",
				*history->policy ? history->policy : NULL);
	} else {
		json_add(document, "last_unload", NULL);
	}

	if (!history || !history->reload_ns) {
		json_add(document, "last_reload", NULL);
		return;
	}
	object = json_add_object(document, "last_reload");
	json_add_string(object, "result", history->reload.result);
	json_add_string(object, "reason", history->reload.reason);
	json_add_string(object, "time", format_utc_time(time,
				clock_to_realtime(history->reload_ns)));
	json_add_u64(object, "boottime_ns", history->reload_ns);
}

static void print_moment(const char *label, int64_t boottime_ns)
{
	char time[FORMAT_LEN], age[FORMAT_LEN];
	int64_t now = clock_now();

	printf(LABEL "%s, %s ago, ", label,
	       format_local_time(time, clock_to_realtime(boottime_ns)),
	       format_age(age, now > boottime_ns ? now - boottime_ns : 0));
}

static void print_unload(const struct history *history)
{
	const struct kguard_event *event = history->unload;
	pid_t pid = kguard_event_get_pid(event);

	print_moment("Last unload:", kguard_event_get_boottime_ns(event));
	if (kguard_event_get_cause(event) == KEXECGUARD_CAUSE_UNLOAD)
		printf("by another program");
	else
		printf("by the guard");
	view_event_trigger(event);
	view_event_range(event);
	if (kguard_event_is_driver(event))
		printf(", driver-managed");
	if (*history->policy)
		printf(", policy %s", history->policy);
	if (pid)
		printf(", pid %d", pid);
	putchar('\n');
}

static void print_reload(const struct history *history)
{
	char *reason = format_text(history->reload.reason);

	print_moment("Last reload:", history->reload_ns);
	printf("%s%s%s\n", history->reload.result,
	       reason && *reason ? ": " : "", reason ?: "");
	free(reason);
}

/* Did a change of memory outdate the image, and nobody load one since? */
static bool is_reload_due(const struct snapshot *snapshot)
{
	const struct history *history = snapshot->history;

	return history->unload && kguard_event_get_trigger(history->unload) &&
	       !kguard_status_is_loaded(snapshot->status) &&
	       (uint64_t)history->reload_ns <
			kguard_event_get_boottime_ns(history->unload);
}

/**
 * view_history_text() - print the last unload and the last reload for people
 * @snapshot: the state
 */
void view_history_text(const struct snapshot *snapshot)
{
	const struct history *history = snapshot->history;

	if (!history)
		return;
	if (history->unload)
		print_unload(history);
	if (is_reload_due(snapshot))
		printf(LABEL "none has ended since the last unload\n",
		       "Last reload:");
	else if (history->reload_ns)
		print_reload(history);
}
