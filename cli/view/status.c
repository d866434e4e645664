// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guard's state, for people and as JSON.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "format.h"
#include "out.h"
#include "verdict.h"
#include "view/crash.h"

static const char *syscall_name(const struct kguard_record *record)
{
	return kguard_record_is_file_load(record) ? "kexec_file_load"
						  : "kexec_load";
}

static uint64_t age_ns(const struct kguard_record *record)
{
	uint64_t loaded = kguard_record_get_boottime_ns(record);
	uint64_t now = clock_now();

	return now > loaded ? now - loaded : 0;
}

static void add_segment(struct json_object *array,
			const struct kguard_record *record, size_t index)
{
	struct json_object *object = json_append_object(array);
	enum kexecguard_level level = KEXECGUARD_UNKNOWN;
	uint64_t start, end;
	uint32_t reasons = 0;

	if (kguard_record_get_segment(record, index, &start, &end)) {
		json_add(object, "start", NULL);
		json_add(object, "end", NULL);
	} else {
		json_add_u64(object, "start", start);
		json_add_u64(object, "end", end);
	}
	kguard_record_get_placement(record, index, &level, &reasons);
	json_add_string(object, "level", kguard_level_get_name(level));
	json_add_reasons(object, "reasons", reasons);
}

/**
 * view_segments_json() - add the image's segments and their placement
 * @object: the object to add to
 * @record: the image's record
 */
void view_segments_json(struct json_object *object,
			const struct kguard_record *record)
{
	struct json_object *array;
	size_t i;

	if (!kguard_record_has_segments(record)) {
		json_add(object, "segments", NULL);
		return;
	}
	array = json_add_array(object, "segments");
	for (i = 0; i < kguard_record_get_nr_segments(record); i++)
		add_segment(array, record, i);
}

/**
 * view_pages_json() - add the page counts of the image
 * @object: the object to add to
 * @record: the image's record
 */
void view_pages_json(struct json_object *object,
		     const struct kguard_record *record)
{
	struct json_object *audit;

	if (!kguard_record_is_audited(record)) {
		json_add(object, "pages", NULL);
		return;
	}
	audit = json_add_object(object, "pages");
	json_add_bool(audit, "mmu", kguard_record_is_mapped(record));
	json_add_u64(audit, "copied", kguard_record_get_copied(record));
	json_add_u64(audit, "in_place", kguard_record_get_in_place(record));
	json_add_u64(audit, "control", kguard_record_get_control(record));
	json_add_u64(audit, "lost_sources",
		     kguard_record_get_lost_sources(record));
	json_add_u64(audit, "lost_controls",
		     kguard_record_get_lost_controls(record));
	json_add_u64(audit, "lost_destinations",
		     kguard_record_get_lost_destinations(record));
	json_add_u64(audit, "poisoned", kguard_record_get_poisoned(record));
}

static void add_loader(struct json_object *object,
		       const struct kguard_record *record)
{
	char time[FORMAT_LEN];

	json_add_string(object, "syscall", syscall_name(record));
	json_add_u64(object, "pid", kguard_record_get_pid(record));
	json_add_u64(object, "uid", kguard_record_get_uid(record));
	json_add_string(object, "comm", kguard_record_get_comm(record));
	json_add_string(object, "time",
		format_utc_time(time, kguard_record_get_realtime_ns(record)));
	json_add_u64(object, "age_ns", age_ns(record));
}

static void add_record(struct json_object *image,
		       const struct kguard_record *record)
{
	struct json_object *object;

	if (!record) {
		json_add(image, "record", NULL);
		return;
	}

	object = json_add_object(image, "record");
	json_add_bool(object, "before_module",
		      kguard_record_is_before(record));
	if (kguard_record_is_before(record))
		json_add(object, "loader", NULL);
	else
		add_loader(json_add_object(object, "loader"), record);
	json_add_u64(object, "generation",
		     kguard_record_get_generation(record));
	json_add_bool(object, "hidden", kguard_record_is_hidden(record));
	json_add_string(object, "level",
		kguard_level_get_name(kguard_record_get_level(record)));
	json_add_reasons(object, "reasons", kguard_record_get_reasons(record));
	view_segments_json(object, record);
	view_pages_json(object, record);
}

static void add_image(struct json_object *document,
		      const struct snapshot *snapshot)
{
	const struct kguard_status *status = snapshot->status;
	struct json_object *image = json_add_object(document, "image");
	enum kguard_verdict verdict = kguard_judge(status, snapshot->record);

	json_add_string(image, "verdict", kguard_verdict_get_name(verdict));
	json_add_string(image, "reason",
			kguard_verdict_get_reason(verdict, status, snapshot->record));
	json_add_bool(image, "loaded", kguard_status_is_loaded(status));
	json_add_bool(image, "loading", kguard_status_is_loading(status));
	json_add_bool(image, "outdated", kguard_status_is_outdated(status));
	json_add_bool(image, "executing", kguard_status_is_executing(status));
	json_add_bool(image, "confirmed", kguard_status_is_confirmed(status));
	add_record(image, snapshot->record);
}

static void add_hold(struct json_object *document,
		     const struct kguard_status *status)
{
	uint64_t until = kguard_status_get_hold_until_ns(status);
	struct json_object *object;
	char time[FORMAT_LEN];

	if (!kguard_status_is_held(status)) {
		json_add(document, "hold", NULL);
		return;
	}
	object = json_add_object(document, "hold");
	json_add_u64(object, "holds", kguard_status_get_nr_holds(status));
	json_add_u64(object, "pid", kguard_status_get_hold_pid(status));
	json_add_string(object, "until",
			format_utc_time(time, clock_to_realtime(until)));
	json_add_u64(object, "remaining_ns", clock_remaining(until));
}

static void add_protections(struct json_object *document,
			    const struct snapshot *snapshot)
{
	struct json_object *object = json_add_object(document, "protections");

	json_add_protections(object, "needed",
			     kguard_info_get_protections(snapshot->info));
	json_add_protections(object, "missing",
			     kguard_status_get_missing(snapshot->status));
}

static void add_counters(struct json_object *document,
			 const struct kguard_status *status)
{
	struct json_object *object = json_add_object(document, "counters");

	json_add_u64(object, "changes", kguard_status_get_changes(status));
	json_add_u64(object, "unloads", kguard_status_get_unloads(status));
	json_add_u64(object, "loads_refused",
		     kguard_status_get_loads_refused(status));
	json_add_u64(object, "execs_refused",
		     kguard_status_get_execs_refused(status));
	json_add_u64(object, "vetoes", kguard_status_get_vetoes(status));
}

/**
 * view_status_json() - the state as JSON
 * @snapshot: the state
 *
 * Return: a document, see kexecguardctl(8).
 */
struct json_object *view_status_json(const struct snapshot *snapshot)
{
	const struct kguard_status *status = snapshot->status;
	struct json_object *document = json_document();

	json_add_string(document, "module_version",
			kguard_info_get_version(snapshot->info));
	json_add_string(document, "state",
		kguard_state_get_name(kguard_status_get_state(status)));
	add_image(document, snapshot);
	crash_json(json_add_object(document, "crash_image"), status,
		   snapshot->is_crash_maintained);
	json_add_bool(document, "changing",
		      kguard_status_is_changing(status));
	add_hold(document, status);
	json_add_u64(document, "generation",
		     kguard_status_get_generation(status));
	json_add_u64(document, "block_size",
		     kguard_info_get_block_size(snapshot->info));
	add_protections(document, snapshot);
	add_counters(document, status);
	json_add_u64(document, "last_event",
		     kguard_status_get_last_event(status));
	view_history_json(document, snapshot);
	return document;
}

#define LABEL "%-14s"

static void print_loader(const struct kguard_record *record)
{
	char time[FORMAT_LEN], age[FORMAT_LEN];
	char *comm;

	if (kguard_record_is_before(record)) {
		printf(LABEL "unknown, loaded before kexecguard\n",
		       "  loaded by:");
		return;
	}
	comm = format_text(kguard_record_get_comm(record));
	printf(LABEL "%s (pid %d, uid %u) with %s()\n", "  loaded by:",
	       comm ?: "?", kguard_record_get_pid(record),
	       kguard_record_get_uid(record), syscall_name(record));
	free(comm);
	printf(LABEL "%s, %s ago\n", "  loaded at:",
	       format_local_time(time, kguard_record_get_realtime_ns(record)),
	       format_age(age, age_ns(record)));
}

static void print_placement(const struct kguard_record *record)
{
	enum kexecguard_level level = kguard_record_get_level(record);
	char reasons[REASONS_LEN];

	format_reasons(reasons, sizeof(reasons),
		       kguard_record_get_reasons(record));
	printf(LABEL "%s%s%s%s\n", "  placement:",
	       kguard_level_get_name(level), *reasons ? " (" : "", reasons,
	       *reasons ? ")" : "");
}

static void print_segment(const struct kguard_record *record, size_t index)
{
	enum kexecguard_level level = KEXECGUARD_UNKNOWN;
	char range[FORMAT_LEN], text[REASONS_LEN];
	uint32_t reasons = 0;
	uint64_t start, end;

	if (kguard_record_get_segment(record, index, &start, &end))
		return;
	kguard_record_get_placement(record, index, &level, &reasons);
	printf(LABEL "%s, %s%s%s\n", index ? "" : "  segments:",
	       format_range(range, start, end), kguard_level_get_name(level),
	       reasons ? ": " : "",
	       format_reasons(text, sizeof(text), reasons));
}

/**
 * view_segments_text() - print the image's segments and their placement
 * @record: the image's record
 */
void view_segments_text(const struct kguard_record *record)
{
	size_t number = kguard_record_get_nr_segments(record);
	size_t i;

	if (!kguard_record_has_segments(record)) {
		printf(LABEL "unknown\n", "  segments:");
		return;
	}
	print_placement(record);
	if (kguard_record_is_hidden(record))
		printf(LABEL "%zu, addresses are shown to root only\n",
		       "  segments:", number);
	for (i = 0; i < number; i++)
		print_segment(record, i);
}

static uint32_t count_lost(const struct kguard_record *record)
{
	return kguard_record_get_lost_sources(record) +
	       kguard_record_get_lost_controls(record) +
	       kguard_record_get_lost_destinations(record) +
	       kguard_record_get_poisoned(record);
}

/**
 * view_pages_text() - print the page counts of the image
 * @record: the image's record
 */
void view_pages_text(const struct kguard_record *record)
{
	if (!kguard_record_is_audited(record))
		return;
	printf(LABEL "%u to copy%s, %u in place, %u for the copying; ",
	       "  pages:", kguard_record_get_copied(record),
	       kguard_record_is_mapped(record) ? "" : " with the caches off",
	       kguard_record_get_in_place(record),
	       kguard_record_get_control(record));
	if (!count_lost(record)) {
		puts("all of them sound");
		return;
	}
	printf("NOT SOUND: %u sources, %u controls, %u destinations, %u poisoned\n",
	       kguard_record_get_lost_sources(record),
	       kguard_record_get_lost_controls(record),
	       kguard_record_get_lost_destinations(record),
	       kguard_record_get_poisoned(record));
}

static void print_record(const struct snapshot *snapshot)
{
	const struct kguard_record *record = snapshot->record;

	if (!record)
		return;
	print_loader(record);
	printf(LABEL "%" PRIu64 "%s\n", "  generation:",
	       kguard_record_get_generation(record),
	       kguard_status_is_confirmed(snapshot->status) ?
	       ", confirmed by its loader" : "");
	view_segments_text(record);
	view_pages_text(record);
}

static void print_protections(uint32_t missing)
{
	const char *consequence;
	char name[FORMAT_LEN];
	unsigned int bit;

	if (!missing) {
		printf(LABEL "all in force\n", "Protections:");
		return;
	}
	printf(LABEL "MISSING, see kexecguardctl doctor\n", "Protections:");
	for (bit = 0; bit < 32; bit++) {
		if (!(missing >> bit & 1))
			continue;
		consequence =
			kguard_protection_get_consequence(UINT32_C(1) << bit);
		printf("  %-10s  %s\n",
		       format_protection(name, UINT32_C(1) << bit),
		       consequence ?: "this tool is older than the module");
	}
}

static void print_hold(const struct kguard_status *status)
{
	char time[FORMAT_LEN];

	if (!kguard_status_is_held(status))
		return;
	printf(LABEL "by process %d for %s more", "  held:",
	       kguard_status_get_hold_pid(status),
	       format_age(time, clock_remaining(
		       kguard_status_get_hold_until_ns(status))));
	if (kguard_status_get_nr_holds(status) > 1)
		printf(", %u holds in all", kguard_status_get_nr_holds(status));
	putchar('\n');
}

static void print_counters(const struct kguard_status *status)
{
	printf(LABEL "memory events %" PRIu64 ", images unloaded %" PRIu64
	       ",\n" LABEL "refused: loads %" PRIu64 ", executions %" PRIu64
	       ", memory operations %" PRIu64 "\n", "Counters:",
	       kguard_status_get_changes(status),
	       kguard_status_get_unloads(status), "",
	       kguard_status_get_loads_refused(status),
	       kguard_status_get_execs_refused(status),
	       kguard_status_get_vetoes(status));
}

/**
 * view_status_text() - print the state for people
 * @snapshot: the state
 */
void view_status_text(const struct snapshot *snapshot)
{
	const struct kguard_status *status = snapshot->status;
	enum kguard_verdict verdict = kguard_judge(status, snapshot->record);
	char crash[FORMAT_LEN];

	printf(LABEL "%s\n", "State:",
	       kguard_state_get_name(kguard_status_get_state(status)));
	printf(LABEL "%s: %s\n", "Image:", kguard_verdict_get_name(verdict),
	       kguard_verdict_get_reason(verdict, status, snapshot->record));
	print_record(snapshot);
	view_history_text(snapshot);
	printf(LABEL "%s\n", "Crash image:",
	       crash_text(crash, status, snapshot->is_crash_maintained));
	printf(LABEL "%s, generation %" PRIu64 "\n", "Memory:",
	       kguard_status_is_changing(status) ? "CHANGING" : "quiet",
	       kguard_status_get_generation(status));
	print_hold(status);
	print_protections(kguard_status_get_missing(status));
	print_counters(status);
}
