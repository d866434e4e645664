// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl wait: sleep until the guard is in a state.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "guard.h"
#include "out.h"
#include "verdict.h"

enum {
	OPTION_FOR = OPTION_LONG,
	OPTION_TIMEOUT,
};

/*
 * What can be waited for. The start of a change causes no event, so "changing"
 * is not among them.
 */
enum target {
	TARGET_SETTLED,
	TARGET_VALID,
	TARGET_IDLE,
	TARGET_LOADED,
	TARGET_OUTDATED,
	TARGET_EXECUTING,
};

static const char *const target_names[] = {
	[TARGET_SETTLED]	= "settled",
	[TARGET_VALID]		= "valid",
	[TARGET_IDLE]		= "idle",
	[TARGET_LOADED]		= "loaded",
	[TARGET_OUTDATED]	= "outdated",
	[TARGET_EXECUTING]	= "executing",
};

#define NR_TARGETS (sizeof(target_names) / sizeof(target_names[0]))

struct settings {
	enum target target;
	int64_t timeout_ns;	/* below 0: no limit */
};

static const struct settings defaults = {
	.target = TARGET_SETTLED,
	.timeout_ns = -1,
};

static int set_target(struct settings *settings, const char *name)
{
	size_t i;

	for (i = 0; i < NR_TARGETS; i++) {
		if (strcmp(target_names[i], name))
			continue;
		settings->target = i;
		return 0;
	}
	return -EINVAL;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	if (id == OPTION_FOR)
		return set_target(settings, value);
	return parse_seconds(value, &settings->timeout_ns);
}

static bool is_reached(const struct snapshot *snapshot, enum target target)
{
	const struct kguard_status *status = snapshot->status;
	enum kguard_state state = kguard_status_get_state(status);

	switch (target) {
	case TARGET_SETTLED:
		return !kguard_status_is_changing(status) &&
		       !kguard_status_is_outdated(status);
	case TARGET_VALID:
		return kguard_judge(status, snapshot->record) == KGUARD_VERDICT_VALID;
	case TARGET_IDLE:
		return state == KGUARD_STATE_IDLE;
	case TARGET_LOADED:
		return state == KGUARD_STATE_LOADED;
	case TARGET_OUTDATED:
		return state == KGUARD_STATE_OUTDATED;
	default:
		return state == KGUARD_STATE_EXECUTING;
	}
}

static int look(struct kguard *guard, enum target target, bool *reached)
{
	struct snapshot snapshot;
	int err;

	err = snapshot_take(guard, &snapshot);
	if (err)
		return err;
	*reached = is_reached(&snapshot, target);
	snapshot_free(&snapshot);
	return 0;
}

/*
 * Take the events before looking: one that comes after the look ends the sleep.
 */
static int wait_until(struct kguard *guard, enum target target,
		      bool has_deadline, int64_t deadline)
{
	bool reached;
	int err;

	for (;;) {
		err = kguard_skip_events(guard, NULL);
		if (!err)
			err = look(guard, target, &reached);
		if (err || reached)
			return err;
		err = kguard_wait_event(guard, has_deadline ?
					clock_remaining(deadline) : -1);
		if (err)
			return err;
	}
}

static enum answer report_reached(const struct context *ctx, enum target target)
{
	struct json_object *document;

	if (!ctx->json)
		return ANSWER_YES;
	document = json_document();
	json_add_string(document, "result", "reached");
	json_add_string(document, "for", target_names[target]);
	out_json(document);
	return ANSWER_YES;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	int err;

	(void)operands;
	err = wait_until(ctx->guard, settings->target,
			 settings->timeout_ns >= 0,
			 clock_now() + settings->timeout_ns);

	if (err == -ETIMEDOUT)
		return out_error(ctx, ANSWER_NO, 0, NULL,
				 "not %s in time",
				 target_names[settings->target]);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot wait");
	return report_reached(ctx, settings->target);
}

static const struct option_desc options[] = {
	{ "for", OPTION_FOR, "STATE",
	  .help = "settled (memory is not changing and no outdated\n"
	  "image is left; the default), valid (as \"status\"\n"
	  "says with exit code 0), idle, loaded, outdated,\n"
	  "executing",
	  .values = "settled valid idle loaded outdated executing" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  .help = "how long to wait at most; default: no limit" },
	{ NULL },
};

const struct command cmd_wait = {
	.name = "wait",
	.operands = "",
	.summary = "wait until the guard is in a given state",
	.description =
"Sleeps until the guard is in the wanted state; returns at once if it already is.\n"
"The guard's events end the sleep, so waiting costs nothing. For scripts that plug\n"
"memory and continue when the machine is ready.",
	.exits =
"  0  the state was reached\n"
"  1  it was not reached in time\n"
"  2  unknown: no guard",
	.examples =
"  kexecguardctl wait                       # until memory is quiet\n"
"  kexecguardctl wait --for valid --timeout 30",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
