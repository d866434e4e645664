// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guard's state in the text format of Prometheus. Names and labels are an
 * interface: see kexecguardctl-metrics(8).
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "format.h"
#include "history.h"
#include "out.h"
#include "verdict.h"
#include "view/crash.h"

static void head(FILE *out, const char *name, const char *type,
		 const char *help)
{
	fprintf(out, "# HELP kexecguard_%s %s\n# TYPE kexecguard_%s %s\n",
		name, help, name, type);
}

static void value(FILE *out, const char *name, const char *type,
		  const char *help, uint64_t number)
{
	head(out, name, type, help);
	fprintf(out, "kexecguard_%s %" PRIu64 "\n", name, number);
}

/* One line for each possible value; 1 for the current one, 0 for the others. */
static void word(FILE *out, const char *name, const char *label,
		 const char *word, bool is_it)
{
	fprintf(out, "kexecguard_%s{%s=\"%s\"} %d\n", name, label, word,
		is_it);
}

static void add_info(FILE *out, const struct kguard_info *info)
{
	const char *version = kguard_info_get_version(info);

	head(out, "info", "gauge", "The module.");
	fputs("kexecguard_info{version=\"", out);
	for (; *version; version++) {
		if (*version == '"' || *version == '\\')
			putc('\\', out);
		if (*version != '\n')
			putc(*version, out);
	}
	fputs("\"} 1\n", out);
}

static void add_state(FILE *out, const struct kguard_status *status)
{
	enum kguard_state state = kguard_status_get_state(status);
	const char *name;
	int i;

	head(out, "state", "gauge", "What the guard is doing.");
	for (i = 0; (name = kguard_state_get_name(i)); i++)
		word(out, "state", "state", name, (int)state == i);
}

static void add_verdict(FILE *out, const struct snapshot *snapshot)
{
	enum kguard_verdict verdict = kguard_judge(snapshot->status, snapshot->record);
	int i;

	head(out, "image_verdict", "gauge",
	     "Whether the loaded image is good.");
	for (i = KGUARD_VERDICT_UNKNOWN; i <= KGUARD_VERDICT_UNSAFE; i++)
		word(out, "image_verdict", "verdict", kguard_verdict_get_name(i),
		     (int)verdict == i);
}

static void add_crash_verdict(FILE *out, const struct snapshot *snapshot)
{
	enum crash_verdict verdict = crash_verdict_of(snapshot->status,
						snapshot->is_crash_maintained);
	int i;

	head(out, "crash_image_verdict", "gauge",
	     "Whether the crash image covers the machine's memory.");
	for (i = CRASH_NONE; i <= CRASH_UNKNOWN; i++)
		word(out, "crash_image_verdict", "verdict",
		     crash_verdict_name(i), (int)verdict == i);
}

static void add_protections(FILE *out, const struct snapshot *snapshot)
{
	uint32_t needed = kguard_info_get_protections(snapshot->info);
	uint32_t missing = kguard_status_get_missing(snapshot->status);
	char name[FORMAT_LEN];
	unsigned int bit;

	head(out, "protection_missing", "gauge",
	     "Protections that this kernel needs and that are not in force.");
	for (bit = 0; bit < 32; bit++)
		if ((needed | missing) >> bit & 1)
			word(out, "protection_missing", "protection",
			     format_protection(name, UINT32_C(1) << bit),
			     missing >> bit & 1);
}

static void add_counters(FILE *out, const struct kguard_status *status)
{
	value(out, "generation", "gauge",
	      "Completed changes of the memory map.",
	      kguard_status_get_generation(status));
	value(out, "memory_events_total", "counter",
	      "Memory operations seen, including cancelled ones.",
	      kguard_status_get_changes(status));
	value(out, "events_total", "counter", "Events reported.",
	      kguard_status_get_last_event(status));
	value(out, "unloads_total", "counter",
	      "Images that the guard unloaded.",
	      kguard_status_get_unloads(status));
	value(out, "loads_refused_total", "counter",
	      "Loads that the guard refused.",
	      kguard_status_get_loads_refused(status));
	value(out, "executions_refused_total", "counter",
	      "Executions that the guard refused.",
	      kguard_status_get_execs_refused(status));
	value(out, "operations_refused_total", "counter",
	      "Memory operations that the guard refused.",
	      kguard_status_get_vetoes(status));
}

/* What has not happened has no time, rather than 1970. */
static void moment(FILE *out, const char *name, const char *help,
		   uint64_t boottime_ns)
{
	if (boottime_ns)
		value(out, name, "gauge", help,
		      clock_to_realtime(boottime_ns) / NSEC_PER_SEC);
}

static void add_history(FILE *out, const struct snapshot *snapshot)
{
	const struct history *history = snapshot->history;

	moment(out, "last_load_timestamp_seconds",
	       "When the newest image was loaded.",
	       kguard_status_get_last_load_ns(snapshot->status));
	if (!history)
		return;
	if (history->unload)
		moment(out, "last_unload_timestamp_seconds",
		       "When an image was unloaded last.",
		       kguard_event_get_boottime_ns(history->unload));
	if (!history->reload_ns)
		return;
	moment(out, "last_reload_timestamp_seconds",
	       "When the last reload ended.", history->reload_ns);
	value(out, "last_reload_success", "gauge",
	      "Whether the last reload loaded an image, or none was wanted.",
	      report_is_success(&history->reload));
}

/**
 * view_metrics() - write the state as metrics
 * @out: the stream
 * @snapshot: the state, NULL if there is no guard
 */
void view_metrics(FILE *out, const struct snapshot *snapshot)
{
	value(out, "up", "gauge", "Whether the guard answers.", !!snapshot);
	if (!snapshot)
		return;
	add_info(out, snapshot->info);
	add_state(out, snapshot->status);
	add_verdict(out, snapshot);
	value(out, "image_loaded", "gauge", "Whether an image is loaded.",
	      kguard_status_is_loaded(snapshot->status));
	value(out, "held", "gauge",
	      "Whether a hold keeps memory from changing.",
	      kguard_status_is_held(snapshot->status));
	add_crash_verdict(out, snapshot);
	add_protections(out, snapshot);
	add_counters(out, snapshot->status);
	add_history(out, snapshot);
}

/* NAME{LABEL="WORD"} VALUE, or without the label. */
static void add_sample(struct json_object *array, char *line)
{
	struct json_object *object = json_append_object(array), *labels;
	char *value = strrchr(line, ' '), *label = strchr(line, '{');
	char *word = label ? strchr(label, '=') : NULL;

	*value++ = '\0';
	if (word) {
		*label++ = '\0';
		*word = '\0';
		word += 2;
		word[strlen(word) - 2] = '\0';
	}
	json_add_string(object, "name", line);
	labels = json_add_object(object, "labels");
	if (word)
		json_add_string(labels, label, word);
	json_add_u64(object, "value", strtoull(value, NULL, 10));
}

/**
 * view_metrics_json() - print metrics as JSON
 * @text: what view_metrics() wrote; changed
 */
void view_metrics_json(char *text)
{
	struct json_object *document = json_document();
	struct json_object *array = json_add_array(document, "metrics");
	char *line;

	while ((line = strsep(&text, "\n")))
		if (*line && *line != '#')
			add_sample(array, line);
	out_json(document);
}
