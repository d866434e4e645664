// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An event on one line, for people and as JSON.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "clock.h"
#include "format.h"
#include "out.h"

static void format_cause(char *buffer, enum kexecguard_cause cause)
{
	const char *name = kguard_cause_get_name(cause);

	if (name)
		snprintf(buffer, FORMAT_LEN, "%s", name);
	else
		snprintf(buffer, FORMAT_LEN, "cause-%u", (unsigned int)cause);
}

static bool is_of_memory(const struct kguard_event *event)
{
	enum kexecguard_cause cause = kguard_event_get_cause(event);

	if (cause == KEXECGUARD_CAUSE_GUARD_UNLOAD)
		cause = kguard_event_get_trigger(event);
	return kguard_cause_is_memory(cause);
}

static bool has_range(const struct kguard_event *event)
{
	return kguard_event_get_end(event);
}

static void add_range(struct json_object *document,
		      const struct kguard_event *event)
{
	if (!has_range(event)) {
		json_add(document, "start", NULL);
		json_add(document, "end", NULL);
		return;
	}
	json_add_u64(document, "start", kguard_event_get_start(event));
	json_add_u64(document, "end", kguard_event_get_end(event));
}

/**
 * view_event_members() - add what is known of an event
 * @document: the object to add to
 * @event: the event
 */
void view_event_members(struct json_object *document,
			const struct kguard_event *event)
{
	uint64_t boottime_ns = kguard_event_get_boottime_ns(event);
	enum kexecguard_cause trigger = kguard_event_get_trigger(event);
	char text[FORMAT_LEN];

	json_add_u64(document, "sequence", kguard_event_get_sequence(event));
	json_add_string(document, "time",
		format_utc_time(text, clock_to_realtime(boottime_ns)));
	json_add_u64(document, "boottime_ns", boottime_ns);
	format_cause(text, kguard_event_get_cause(event));
	json_add_string(document, "cause", text);
	format_cause(text, trigger);
	json_add_string(document, "trigger",
			trigger ? text : NULL);
	json_add_u64(document, "generation",
		     kguard_event_get_generation(event));
	json_add_u64(document, "pid", kguard_event_get_pid(event));
	add_range(document, event);
	json_add_bool(document, "hidden", kguard_event_is_hidden(event));
	json_add_bool(document, "overrun", kguard_event_is_overrun(event));
	json_add_bool(document, "cancelled",
		      kguard_event_is_cancelled(event));
	json_add_bool(document, "ignored", kguard_event_is_ignored(event));
	json_add_bool(document, "driver", kguard_event_is_driver(event));
	json_add_bool(document, "expired", kguard_event_is_expired(event));
}

/**
 * view_event_json() - an event as JSON
 * @event: the event
 *
 * Return: a document, see kexecguardctl(8).
 */
struct json_object *view_event_json(const struct kguard_event *event)
{
	struct json_object *document = json_document();

	view_event_members(document, event);
	return document;
}

/**
 * view_event_range() - print the memory of an event
 * @event: the event
 */
void view_event_range(const struct kguard_event *event)
{
	char range[FORMAT_LEN];

	if (has_range(event))
		printf(" %s", format_range(range,
					   kguard_event_get_start(event),
					   kguard_event_get_end(event)));
	else if (kguard_event_is_hidden(event) && is_of_memory(event))
		printf(" (address shown to root only)");
}

/**
 * view_event_trigger() - print what led to an event
 * @event: the event
 */
void view_event_trigger(const struct kguard_event *event)
{
	enum kexecguard_cause trigger = kguard_event_get_trigger(event);
	char name[FORMAT_LEN];

	format_cause(name, trigger);
	switch (kguard_event_get_cause(event)) {
	case KEXECGUARD_CAUSE_GUARD_UNLOAD:
		if (trigger)
			printf(" after %s", name);
		else
			printf(" on request");
		break;
	case KEXECGUARD_CAUSE_VETO:
		if (trigger)
			printf(" because of a %s", name);
		break;
	case KEXECGUARD_CAUSE_HOLD_ENDED:
		if (trigger)
			printf(", broken by %s", name);
		break;
	default:
		break;
	}
}

/**
 * view_event_text() - print an event for people
 * @event: the event
 */
void view_event_text(const struct kguard_event *event)
{
	uint64_t boottime_ns = kguard_event_get_boottime_ns(event);
	char time[FORMAT_LEN], cause[FORMAT_LEN];

	if (kguard_event_is_overrun(event))
		puts("... events were lost here: they came faster than they were read");

	format_cause(cause, kguard_event_get_cause(event));
	printf("%s  #%" PRIu64 " %s",
	       format_local_time(time, clock_to_realtime(boottime_ns)),
	       kguard_event_get_sequence(event), cause);
	if (kguard_event_get_cause(event) == KEXECGUARD_CAUSE_GUARD_UNLOAD) {
		view_event_trigger(event);
		view_event_range(event);
	} else {
		view_event_range(event);
		view_event_trigger(event);
	}
	if (kguard_event_is_driver(event))
		printf(", driver-managed");
	if (kguard_event_is_cancelled(event))
		printf(", cancelled");
	if (kguard_event_is_ignored(event))
		printf(", ignored by policy");
	if (kguard_event_is_expired(event))
		printf(", its time ran out");
	printf(", generation %" PRIu64, kguard_event_get_generation(event));
	if (kguard_event_get_pid(event))
		printf(", pid %d", kguard_event_get_pid(event));
	putchar('\n');
}
