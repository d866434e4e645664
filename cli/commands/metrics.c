// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl metrics: the state for Prometheus.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "file.h"
#include "guard.h"
#include "history.h"
#include "out.h"
#include "view/crash.h"
#include "view/view.h"

enum { OPTION_OUTPUT = 'o' };

struct settings {
	const char *output;
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	(void)id;
	settings->output = value;
	return *value ? 0 : -EINVAL;
}

static int take(const struct context *ctx, struct snapshot *snapshot,
		struct history *history)
{
	struct kguard *guard;
	int err;

	err = guard_open(ctx, &guard);
	if (err)
		return err;
	err = snapshot_take(guard, snapshot);
	snapshot->is_crash_maintained = crash_is_maintained(ctx);
	history_read(ctx, guard, history);
	snapshot->history = history;
	kguard_close(guard);
	return err;
}

static char *compose(const struct context *ctx, bool *is_up)
{
	struct history history = { 0 };
	struct snapshot snapshot;
	char *text = NULL;
	size_t length;
	FILE *out;

	out = open_memstream(&text, &length);
	if (!out)
		return NULL;
	*is_up = !take(ctx, &snapshot, &history);
	view_metrics(out, *is_up ? &snapshot : NULL);
	if (*is_up)
		snapshot_free(&snapshot);
	history_free(&history);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

/* Not needs_guard: without a guard kexecguard_up is 0. */
static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	bool is_up = false;
	char *text;
	int err = 0;

	(void)operands;
	text = compose(ctx, &is_up);
	if (!text)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL,
				 "metrics");
	if (settings->output && strcmp(settings->output, "-"))
		err = file_replace(settings->output, text, 0644);
	else if (ctx->json)
		view_metrics_json(text);
	else
		fputs(text, stdout);
	free(text);
	if (err == -EEXIST)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s is not a regular file and is not replaced; use \"-\" to print",
				 settings->output);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot write %s", settings->output);
	return is_up ? ANSWER_YES : ANSWER_NO;
}

static const struct option_desc options[] = {
	{ "output", OPTION_OUTPUT, "FILE",
	  .help = "replace this file instead of printing; - prints" },
	{ NULL },
};

const struct command cmd_metrics = {
	.name = "metrics",
	.operands = "",
	.summary = "the guard's state for Prometheus",
	.description =
"Prints the guard's state and counters in the text format of Prometheus, or\n"
"atomically replaces a file for the node exporter's textfile collector. Without a\n"
"guard it writes only that kexecguard_up is 0. --json prints the same metrics as\n"
"JSON; a file is always in the text format. Needs no privilege.",
	.exits =
"  0  written\n"
"  1  written, and there is no guard\n"
"  2  could not write",
	.examples =
"  kexecguardctl metrics\n"
"  kexecguardctl metrics -o kexecguard.prom",
	.options = options,
	.settings_size = sizeof(struct settings),
	.set = set,
	.run = run,
};
