// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl log: the events that the module still keeps, as "monitor"
 * prints them.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "commands/command.h"
#include "format.h"
#include "out.h"
#include "view/view.h"

struct settings {
	uint64_t number;	/* 0: all */
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	(void)id;
	return parse_count(value, &settings->number);
}

static void print_lost(const struct context *ctx, uint64_t lost)
{
	struct json_object *document;

	if (!ctx->json) {
		printf("... %" PRIu64 " earlier events are not kept any more\n",
		       lost);
		return;
	}
	document = json_document();
	json_add_u64(document, "lost", lost);
	out_json_line(document);
}

static void print_event(const struct context *ctx,
			const struct kguard_event *event)
{
	if (ctx->json)
		out_json_line(view_event_json(event));
	else
		view_event_text(event);
}

/* Events after @last are not the past: with them it might never end. */
static int print_until(const struct context *ctx, uint64_t first,
		       uint64_t last)
{
	struct kguard_event *event;
	uint64_t sequence = 0;
	int err;

	while (sequence < last) {
		err = kguard_read_event(ctx->guard, &event);
		if (err)
			return err == -EAGAIN ? 0 : err;
		sequence = kguard_event_get_sequence(event);
		if (sequence >= first && sequence <= last)
			print_event(ctx, event);
		kguard_event_free(event);
	}
	return 0;
}

static int print_log(const struct context *ctx, uint64_t number)
{
	struct kguard_status *status;
	uint64_t lost, last, first = 0;
	int err;

	err = kguard_get_status(ctx->guard, &status);
	if (err)
		return err;
	last = kguard_status_get_last_event(status);
	kguard_status_free(status);
	if (number && number < last)
		first = last - number + 1;

	err = kguard_rewind_events(ctx->guard, &lost);
	if (err)
		return err;
	if (lost && first <= lost)
		print_lost(ctx, lost);
	return print_until(ctx, first, last);
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	int err;

	(void)operands;
	err = print_log(ctx, settings->number);
	if (err == -ENOTTY)
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "the loaded module is too old to show past events");
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the events");
	return ANSWER_YES;
}

static const struct option_desc options[] = {
	{ "number", 'n', "N", .help = "only the newest N events" },
	{ NULL },
};

const struct command cmd_log = {
	.name = "log",
	.operands = "",
	.summary = "print past events",
	.description =
"Prints the events that the module still keeps, as \"kexecguardctl monitor\" prints\n"
"them, oldest first. The module keeps the newest 128 events since it was loaded;\n"
"if there were more, the first line says how many are lost. Needs no privilege;\n"
"physical addresses are shown to root only.",
	.exits =
"  0  printed\n"
"  2  unknown: no guard",
	.examples =
"  kexecguardctl log\n"
"  kexecguardctl log --json | jq -r 'select(.cause == \"guard-unload\")'",
	.options = options,
	.settings_size = sizeof(struct settings),
	.needs_guard = true,
	.set = set,
	.run = run,
};
