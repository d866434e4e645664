// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Snapshots and events: JSON has every documented member, of its type, for all
 * values; text shows what matters.
 */
#include "filled.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "history.h"
#include "view/view.h"

/* Prints a document and parses it again. */
static struct json_object *reparsed(struct json_object *document)
{
	const char *text = json_object_to_json_string_ext(document,
						JSON_C_TO_STRING_PLAIN);
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *again;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
					JSON_TOKENER_VALIDATE_UTF8);
	again = json_tokener_parse_ex(tokener, text, -1);
	ck_assert_int_eq(json_tokener_get_error(tokener),
			 json_tokener_success);
	json_tokener_free(tokener);
	json_object_put(document);
	return again;
}

/* "a.b.c"; a number is an index. */
static struct json_object *member(struct json_object *object, const char *path)
{
	char copy[128], *rest = copy, *name;

	ck_assert_uint_lt(strlen(path), sizeof(copy));
	strcpy(copy, path);
	while ((name = strsep(&rest, "."))) {
		if (json_object_is_type(object, json_type_array))
			object = json_object_array_get_idx(object,
							   atoi(name));
		else if (!json_object_object_get_ex(object, name, &object))
			ck_abort_msg("no member %s of %s", name, path);
	}
	return object;
}

static const char *string(struct json_object *object, const char *path)
{
	struct json_object *value = member(object, path);

	if (!json_object_is_type(value, json_type_string))
		ck_abort_msg("%s is not a string", path);
	return json_object_get_string(value);
}

static uint64_t number(struct json_object *object, const char *path)
{
	struct json_object *value = member(object, path);

	if (!json_object_is_type(value, json_type_int))
		ck_abort_msg("%s is not a number", path);
	return json_object_get_uint64(value);
}

static bool boolean(struct json_object *object, const char *path)
{
	struct json_object *value = member(object, path);

	if (!json_object_is_type(value, json_type_boolean))
		ck_abort_msg("%s is not a boolean", path);
	return json_object_get_boolean(value);
}

static struct kexecguard_info info = {
	.protections = ~0u, .block_size = 1 << 27, .version = "1.2.3",
};

static struct kexecguard_status status = {
	.flags = KEXECGUARD_LOADED | KEXECGUARD_RECORDED |
		 KEXECGUARD_CONFIRMED | KEXECGUARD_CRASH_LOADED,
	.generation = 3, .changes = 4, .unloads = 5, .loads_refused = 6,
	.execs_refused = 7, .vetoes = 8, .last_event = 9,
	.missing = KEXECGUARD_PROTECT_RELEASE | 1u << 31,
};

static struct kexecguard_record record = {
	.flags = KEXECGUARD_RECORD_FILE | KEXECGUARD_RECORD_AUDITED,
	.pid = 123, .uid = 0, .comm = "evil\033\xff\"\\", .generation = 3,
	.boottime_ns = 1000, .realtime_ns = 1700000000123456789,
	.nr_segments = 2, .level = KEXECGUARD_REMOVABLE,
	.reasons = KEXECGUARD_HOTADDED,
	.copied = 10, .in_place = 11, .control = 12, .poisoned = 0,
	.segments = {
		{ 0x1000, 0x3000, KEXECGUARD_SAFE, 0 },
		{ 0x8000000000000, 0xfffffffffffff, KEXECGUARD_REMOVABLE,
		  KEXECGUARD_HOTADDED | KEXECGUARD_UNBACKED },
	},
};

static struct snapshot take(bool with_record)
{
	struct snapshot snapshot = {
		.info = filled_info(&info),
		.status = filled_status(&status),
	};

	if (with_record)
		snapshot.record = filled_record(&record);
	return snapshot;
}

START_TEST(status_json)
{
	struct snapshot snapshot = take(true);
	struct json_object *json = reparsed(view_status_json(&snapshot));

	ck_assert_uint_eq(number(json, "schema"), 1);
	ck_assert_str_eq(string(json, "module_version"), "1.2.3");
	ck_assert_str_eq(string(json, "state"), "loaded");
	ck_assert_str_eq(string(json, "image.verdict"), "valid");
	ck_assert(*string(json, "image.reason"));
	ck_assert(boolean(json, "image.loaded"));
	ck_assert(!boolean(json, "image.loading"));
	ck_assert(!boolean(json, "image.outdated"));
	ck_assert(!boolean(json, "image.executing"));
	ck_assert(boolean(json, "image.confirmed"));
	ck_assert(!boolean(json, "image.record.before_module"));
	ck_assert_str_eq(string(json, "image.record.loader.syscall"),
			 "kexec_file_load");
	ck_assert_uint_eq(number(json, "image.record.loader.pid"), 123);
	ck_assert_uint_eq(number(json, "image.record.loader.uid"), 0);
	ck_assert_str_eq(string(json, "image.record.loader.comm"),
			 "evil\\x1b\\xff\"\\x5c");
	ck_assert_str_eq(string(json, "image.record.loader.time"),
			 "2023-11-14T22:13:20.123456789Z");
	ck_assert_uint_gt(number(json, "image.record.loader.age_ns"), 0);
	ck_assert_uint_eq(number(json, "image.record.generation"), 3);
	ck_assert(!boolean(json, "image.record.hidden"));
	ck_assert_str_eq(string(json, "image.record.level"), "removable");
	ck_assert_str_eq(string(json, "image.record.reasons.0"), "hot-added");
	ck_assert_uint_eq(number(json, "image.record.segments.0.start"),
			  0x1000);
	ck_assert_uint_eq(number(json, "image.record.segments.1.end"),
			  0xfffffffffffff);
	ck_assert_str_eq(string(json, "image.record.segments.1.level"),
			 "removable");
	ck_assert_str_eq(string(json, "image.record.segments.1.reasons.1"),
			 "unbacked");
	ck_assert(!boolean(json, "image.record.pages.mmu"));
	ck_assert_uint_eq(number(json, "image.record.pages.copied"), 10);
	ck_assert_uint_eq(number(json, "image.record.pages.in_place"), 11);
	ck_assert_uint_eq(number(json, "image.record.pages.control"), 12);
	ck_assert_uint_eq(number(json, "image.record.pages.lost_sources"), 0);
	ck_assert_uint_eq(number(json, "image.record.pages.lost_controls"),
			  0);
	ck_assert_uint_eq(number(json,
				 "image.record.pages.lost_destinations"), 0);
	ck_assert_uint_eq(number(json, "image.record.pages.poisoned"), 0);
	ck_assert(boolean(json, "crash_image.loaded"));
	ck_assert(!boolean(json, "changing"));
	ck_assert_ptr_null(member(json, "hold"));
	ck_assert_uint_eq(number(json, "generation"), 3);
	ck_assert_uint_eq(number(json, "block_size"), 1 << 27);
	ck_assert_str_eq(string(json, "protections.needed.0"), "unload");
	ck_assert_str_eq(string(json, "protections.missing.0"), "release");
	ck_assert_str_eq(string(json, "protections.missing.1"), "bit-31");
	ck_assert_uint_eq(number(json, "counters.changes"), 4);
	ck_assert_uint_eq(number(json, "counters.unloads"), 5);
	ck_assert_uint_eq(number(json, "counters.loads_refused"), 6);
	ck_assert_uint_eq(number(json, "counters.execs_refused"), 7);
	ck_assert_uint_eq(number(json, "counters.vetoes"), 8);
	ck_assert_uint_eq(number(json, "last_event"), 9);
	json_object_put(json);
	snapshot_free(&snapshot);
}
END_TEST

/* Unknown values are null, not a misleading zero. */
START_TEST(status_json_unknown)
{
	struct snapshot snapshot = take(false);
	struct json_object *json = reparsed(view_status_json(&snapshot));

	ck_assert_ptr_null(member(json, "image.record"));
	json_object_put(json);
	snapshot_free(&snapshot);

	record.flags = KEXECGUARD_RECORD_BEFORE | KEXECGUARD_RECORD_HIDDEN;
	snapshot = take(true);
	json = reparsed(view_status_json(&snapshot));
	ck_assert(boolean(json, "image.record.before_module"));
	ck_assert_ptr_null(member(json, "image.record.loader"));
	ck_assert_ptr_null(member(json, "image.record.segments.0.start"));
	ck_assert_ptr_null(member(json, "image.record.segments.0.end"));
	ck_assert_str_eq(string(json, "image.record.segments.0.level"),
			 "safe");
	ck_assert_ptr_null(member(json, "image.record.pages"));
	json_object_put(json);
	snapshot_free(&snapshot);

	record.flags = KEXECGUARD_RECORD_NO_SEGMENTS;
	snapshot = take(true);
	json = reparsed(view_status_json(&snapshot));
	ck_assert_ptr_null(member(json, "image.record.segments"));
	json_object_put(json);
	snapshot_free(&snapshot);
}
END_TEST

/* stdout, as a string. */
static const char *printed(void (*print)(const void *object),
			   const void *object)
{
	static char text[16384];
	int saved = dup(STDOUT_FILENO);
	FILE *file = tmpfile();
	size_t length;

	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	print(object);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

static void print_status(const void *object)
{
	view_status_text(object);
}

static void print_event(const void *object)
{
	view_event_text(object);
}

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		ck_abort_msg("\"%s\" is not in:\n%s", part, text);
}

START_TEST(status_text)
{
	struct snapshot snapshot = take(true);
	const char *text = printed(print_status, &snapshot);

	expect(text, "State:        loaded\n");
	expect(text, "Image:        valid: ");
	expect(text, "evil\\x1b\\xff\"\\x5c (pid 123, uid 0) with kexec_file_load()");
	expect(text, "generation: 3, confirmed by its loader");
	expect(text, "0x1000-0x2fff (8 KiB), safe\n");
	expect(text, "removable: hot-added, unbacked\n");
	expect(text, "10 to copy with the caches off, 11 in place, 12 for the copying; all of them sound");
	expect(text, "MISSING");
	expect(text, "release     a loaded image can keep memory from going offline");
	expect(text, "bit-31      this tool is older than the module");
	expect(text, "refused: loads 6, executions 7, memory operations 8");
	snapshot_free(&snapshot);
}
END_TEST

START_TEST(status_text_hidden)
{
	struct snapshot snapshot;
	const char *text;

	record.flags |= KEXECGUARD_RECORD_HIDDEN;
	record.poisoned = 1;
	snapshot = take(true);
	text = printed(print_status, &snapshot);
	expect(text, "2, addresses are shown to root only");
	expect(text, "NOT SOUND: 0 sources, 0 controls, 0 destinations, 1 poisoned");
	ck_assert_ptr_null(strstr(text, "0x"));
	snapshot_free(&snapshot);
}
END_TEST

START_TEST(status_held)
{
	struct snapshot snapshot;
	struct json_object *json;
	const char *text;

	status.flags |= KEXECGUARD_HELD;
	status.hold_pid = 55;
	status.hold_until_ns = 1ull << 62;
	status.nr_holds = 1;
	snapshot = take(false);
	json = reparsed(view_status_json(&snapshot));
	ck_assert_uint_eq(number(json, "hold.holds"), 1);
	ck_assert_uint_eq(number(json, "hold.pid"), 55);
	ck_assert_uint_gt(number(json, "hold.remaining_ns"), 0);
	ck_assert(*string(json, "hold.until"));
	json_object_put(json);
	text = printed(print_status, &snapshot);
	expect(text, "  held:       by process 55 for ");
	ck_assert_ptr_null(strstr(text, "in all"));
	snapshot_free(&snapshot);

	status.nr_holds = 2;
	status.hold_until_ns = 1;
	snapshot = take(false);
	expect(printed(print_status, &snapshot),
	       "  held:       by process 55 for 0 s more, 2 holds in all\n");
	snapshot_free(&snapshot);
}
END_TEST

static const struct kexecguard_event last_unload = {
	.sequence = 7, .boottime_ns = 5000000000,
	.cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
	.trigger = KEXECGUARD_CAUSE_REMOVE, .pid = 10,
	.start = 0x1000, .end = 0x2000,
};

START_TEST(history_json)
{
	struct history history = { .policy = "remove=unload" };
	struct snapshot snapshot = take(true);
	struct json_object *json;

	json = reparsed(view_status_json(&snapshot));
	ck_assert_ptr_null(member(json, "last_unload"));
	ck_assert_ptr_null(member(json, "last_reload"));
	json_object_put(json);

	snapshot.history = &history;
	json = reparsed(view_status_json(&snapshot));
	ck_assert_ptr_null(member(json, "last_unload"));
	ck_assert_ptr_null(member(json, "last_reload"));
	json_object_put(json);

	history.unload = filled_event(&last_unload);
	history.reload_ns = 6;
	strcpy(history.reload.result, "failed");
	strcpy(history.reload.reason, "gone\033");
	json = reparsed(view_status_json(&snapshot));
	ck_assert_str_eq(string(json, "last_unload.cause"), "guard-unload");
	ck_assert_str_eq(string(json, "last_unload.trigger"), "remove");
	ck_assert_str_eq(string(json, "last_unload.policy"), "remove=unload");
	ck_assert_uint_eq(number(json, "last_unload.start"), 0x1000);
	ck_assert_uint_eq(number(json, "last_unload.end"), 0x2000);
	ck_assert_uint_eq(number(json, "last_unload.pid"), 10);
	ck_assert_uint_eq(number(json, "last_unload.boottime_ns"), 5000000000);
	ck_assert(*string(json, "last_unload.time"));
	ck_assert_str_eq(string(json, "last_reload.result"), "failed");
	ck_assert_str_eq(string(json, "last_reload.reason"), "gone\\x1b");
	ck_assert_uint_eq(number(json, "last_reload.boottime_ns"), 6);
	ck_assert(*string(json, "last_reload.time"));
	json_object_put(json);
	history_free(&history);
	snapshot_free(&snapshot);
}
END_TEST

/* A reload is due after an unload that nobody asked for, until one has ended. */
START_TEST(history_text)
{
	struct history history = { .policy = "remove=unload" };
	uint32_t flags = status.flags;
	struct snapshot snapshot;
	const char *text;

	status.flags = 0;
	snapshot = take(false);
	snapshot.history = &history;
	ck_assert_ptr_null(strstr(printed(print_status, &snapshot), "Last"));

	history.unload = filled_event(&last_unload);
	text = printed(print_status, &snapshot);
	expect(text, " ago, by the guard after remove 0x1000-0x1fff (4 KiB), policy remove=unload, pid 10\n");
	expect(text, "Last reload:  none has ended since");

	history.reload_ns = 4999999999;
	strcpy(history.reload.result, "loaded");
	expect(printed(print_status, &snapshot), "none has ended since");
	history.reload_ns = 5000000000;
	expect(printed(print_status, &snapshot), " ago, loaded\n");
	strcpy(history.reload.result, "failed");
	strcpy(history.reload.reason, "gone\033");
	expect(printed(print_status, &snapshot), " ago, failed: gone\\x1b\n");
	snapshot_free(&snapshot);

	/* Loaded by hand: none is due. */
	status.flags = flags;
	snapshot = take(true);
	snapshot.history = &history;
	history.reload_ns = 1;
	text = printed(print_status, &snapshot);
	ck_assert_ptr_null(strstr(text, "none has ended"));
	history_free(&history);
	snapshot_free(&snapshot);
}
END_TEST

START_TEST(event_json)
{
	struct kexecguard_event from = {
		.sequence = 7, .boottime_ns = 8, .generation = 9,
		.start = 0x1000, .end = 0x2000,
		.cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
		.trigger = KEXECGUARD_CAUSE_REMOVE, .pid = 10,
		.flags = KEXECGUARD_EVENT_DRIVER,
	};
	struct kguard_event *event = filled_event(&from);
	struct json_object *json = reparsed(view_event_json(event));

	ck_assert_uint_eq(number(json, "schema"), 1);
	ck_assert_uint_eq(number(json, "sequence"), 7);
	ck_assert(*string(json, "time"));
	ck_assert_uint_eq(number(json, "boottime_ns"), 8);
	ck_assert_str_eq(string(json, "cause"), "guard-unload");
	ck_assert_str_eq(string(json, "trigger"), "remove");
	ck_assert_uint_eq(number(json, "generation"), 9);
	ck_assert_uint_eq(number(json, "pid"), 10);
	ck_assert_uint_eq(number(json, "start"), 0x1000);
	ck_assert_uint_eq(number(json, "end"), 0x2000);
	ck_assert(!boolean(json, "hidden"));
	ck_assert(!boolean(json, "overrun"));
	ck_assert(!boolean(json, "cancelled"));
	ck_assert(!boolean(json, "ignored"));
	ck_assert(boolean(json, "driver"));
	ck_assert(!boolean(json, "expired"));
	json_object_put(json);
	kguard_event_free(event);

	from = (struct kexecguard_event){
		.cause = 99, .flags = KEXECGUARD_EVENT_HIDDEN,
	};
	event = filled_event(&from);
	json = reparsed(view_event_json(event));
	ck_assert_str_eq(string(json, "cause"), "cause-99");
	ck_assert_ptr_null(member(json, "trigger"));
	ck_assert_ptr_null(member(json, "start"));
	ck_assert_ptr_null(member(json, "end"));
	ck_assert(boolean(json, "hidden"));
	json_object_put(json);
	kguard_event_free(event);
}
END_TEST

static const struct {
	struct kexecguard_event event;
	const char *text;
} events[] = {
	{ { .sequence = 1, .generation = 2, .pid = 3, .start = 0x100000000,
	    .end = 0x120000000, .cause = KEXECGUARD_CAUSE_REMOVE },
	  "  #1 remove 0x100000000-0x11fffffff (512 MiB), generation 2, pid 3\n" },
	{ { .sequence = 2, .cause = KEXECGUARD_CAUSE_OFFLINE,
	    .flags = KEXECGUARD_EVENT_HIDDEN | KEXECGUARD_EVENT_CANCELLED |
		     KEXECGUARD_EVENT_IGNORED | KEXECGUARD_EVENT_DRIVER },
	  "  #2 offline (address shown to root only), driver-managed, cancelled, ignored by policy, generation 0\n" },
	{ { .sequence = 3, .cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
	    .trigger = KEXECGUARD_CAUSE_ADD },
	  "  #3 guard-unload after add, generation 0\n" },
	{ { .sequence = 4, .cause = KEXECGUARD_CAUSE_GUARD_UNLOAD },
	  "  #4 guard-unload on request, generation 0\n" },
	{ { .sequence = 5, .cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
	    .trigger = KEXECGUARD_CAUSE_REMOVE, .start = 0x1000,
	    .end = 0x2000 },
	  "  #5 guard-unload after remove 0x1000-0x1fff (4 KiB), generation 0\n" },
	{ { .sequence = 6, .cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
	    .trigger = KEXECGUARD_CAUSE_REMOVE,
	    .flags = KEXECGUARD_EVENT_HIDDEN },
	  "  #6 guard-unload after remove (address shown to root only)," },
	{ { .sequence = 5, .cause = KEXECGUARD_CAUSE_LOAD,
	    .flags = KEXECGUARD_EVENT_HIDDEN },
	  "  #5 load, generation 0\n" },
	{ { .sequence = 6, .cause = 77 }, "  #6 cause-77, generation 0\n" },
	{ { .sequence = 7, .cause = KEXECGUARD_CAUSE_EXEC,
	    .flags = KEXECGUARD_EVENT_OVERRUN },
	  "... events were lost here" },
	{ { .sequence = 8, .cause = KEXECGUARD_CAUSE_VETO },
	  "  #8 veto, generation 0\n" },
	{ { .sequence = 9, .cause = KEXECGUARD_CAUSE_VETO,
	    .trigger = KEXECGUARD_CAUSE_HOLD },
	  "  #9 veto because of a hold, generation 0\n" },
	{ { .sequence = 10, .cause = KEXECGUARD_CAUSE_HOLD, .pid = 5 },
	  "  #10 hold, generation 0, pid 5\n" },
	{ { .sequence = 11, .cause = KEXECGUARD_CAUSE_HOLD_ENDED },
	  "  #11 hold-ended, generation 0\n" },
	{ { .sequence = 12, .cause = KEXECGUARD_CAUSE_HOLD_ENDED,
	    .flags = KEXECGUARD_EVENT_EXPIRED },
	  "  #12 hold-ended, its time ran out, generation 0\n" },
	{ { .sequence = 13, .cause = KEXECGUARD_CAUSE_HOLD_ENDED,
	    .trigger = KEXECGUARD_CAUSE_REMOVE },
	  "  #13 hold-ended, broken by remove, generation 0\n" },
};

START_TEST(event_text)
{
	struct kguard_event *event = filled_event(&events[_i].event);

	expect(printed(print_event, event), events[_i].text);
	kguard_event_free(event);
}
END_TEST

/* As promtool: each sample has a type, no name occurs twice. */
static void check_metrics(char *text)
{
	char *line, name[128], type[256] = "", *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		if (!strncmp(line, "# TYPE ", 7)) {
			ck_assert_int_eq(sscanf(line, "# TYPE %127s", name), 1);
			ck_assert_str_ne(name, type);
			strcpy(type, name);
		} else if (*line != '#') {
			ck_assert_int_eq(sscanf(line, "%127[a-z_]", name), 1);
			ck_assert_str_eq(name, type);
			ck_assert_ptr_nonnull(strrchr(line, ' '));
		}
	}
}

static uint64_t sample(const char *text, const char *name)
{
	char line[128];
	const char *found;

	snprintf(line, sizeof(line), "\nkexecguard_%s ", name);
	found = strstr(text, line);
	if (!found)
		ck_abort_msg("no %s in:\n%s", name, text);
	return strtoull(found + strlen(line), NULL, 10);
}

START_TEST(metrics)
{
	static const char *const wanted[] = {
		"kexecguard_up 1\n",
		"kexecguard_info{version=\"1.2.3\"} 1\n",
		"kexecguard_state{state=\"loaded\"} 1\n",
		"kexecguard_state{state=\"idle\"} 0\n",
		"kexecguard_image_verdict{verdict=\"valid\"} 1\n",
		"kexecguard_image_verdict{verdict=\"none\"} 0\n",
		"kexecguard_image_loaded 1\n",
		"kexecguard_held 0\n",
		"kexecguard_crash_image_verdict{verdict=\"unknown\"} 1\n",
		"kexecguard_protection_missing{protection=\"release\"} 1\n",
		"kexecguard_protection_missing{protection=\"add\"} 0\n",
		"kexecguard_generation 3\n",
		"kexecguard_memory_events_total 4\n",
		"kexecguard_unloads_total 5\n",
		"kexecguard_loads_refused_total 6\n",
		"kexecguard_executions_refused_total 7\n",
		"kexecguard_operations_refused_total 8\n",
		"kexecguard_events_total 9\n",
	};
	struct snapshot snapshot = take(true);
	struct history history = { 0 };
	char *text = NULL;
	size_t i, length;
	FILE *out;

	out = open_memstream(&text, &length);
	view_metrics(out, &snapshot);
	ck_assert_int_eq(fclose(out), 0);
	for (i = 0; i < ROWS(wanted); i++)
		if (!strstr(text, wanted[i]))
			ck_abort_msg("%s is not in:\n%s", wanted[i], text);
	ck_assert_ptr_null(strstr(text, "_timestamp_seconds"));
	ck_assert_ptr_null(strstr(text, "last_reload"));
	check_metrics(text);
	free(text);

	/* Times are Unix times, by the clock of now. */
	history.unload = filled_event(&last_unload);
	history.reload_ns = 6000000000;
	strcpy(history.reload.result, "failed");
	snapshot.history = &history;
	out = open_memstream(&text, &length);
	view_metrics(out, &snapshot);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_uint_eq(sample(text, "last_unload_timestamp_seconds"),
			  clock_to_realtime(5000000000) / NSEC_PER_SEC);
	ck_assert_uint_eq(sample(text, "last_reload_timestamp_seconds"),
			  clock_to_realtime(6000000000) / NSEC_PER_SEC);
	ck_assert_uint_eq(sample(text, "last_reload_success"), 0);
	ck_assert_ptr_null(strstr(text, "last_load_timestamp_seconds"));
	check_metrics(text);
	free(text);
	history_free(&history);
	snapshot_free(&snapshot);

	out = open_memstream(&text, &length);
	view_metrics(out, NULL);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_ptr_nonnull(strstr(text, "kexecguard_up 0\n"));
	check_metrics(text);
	free(text);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_test(tcase, status_json);
	tcase_add_test(tcase, metrics);
	tcase_add_test(tcase, status_held);
	tcase_add_test(tcase, status_json_unknown);
	tcase_add_test(tcase, status_text);
	tcase_add_test(tcase, status_text_hidden);
	tcase_add_test(tcase, history_json);
	tcase_add_test(tcase, history_text);
	tcase_add_test(tcase, event_json);
	tcase_add_loop_test(tcase, event_text, 0, ROWS(events));
}

int main(void)
{
	return run_suite("view", add);
}
