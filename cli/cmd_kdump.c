// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl kdump: does the crash image know the machine's memory? It is
 * the distribution's to load; this says when, and can call it, once for any
 * number of events.
 */
#include <errno.h>
#include <stdio.h>

#include "clock.h"
#include "config.h"
#include "crash.h"
#include "format.h"
#include "guard.h"
#include "out.h"
#include "plan.h"
#include "settle.h"
#include "program.h"
#include "view.h"

enum {
	OPTION_RELOAD = OPTION_LONG,
	OPTION_SETTLE,
	OPTION_TIMEOUT,
};

struct settings {
	bool reload;
	int64_t settle_ns;
	int64_t timeout_ns;
};

static const struct settings defaults = {
	.settle_ns = QUIET_NS,
	.timeout_ns = 600 * NSEC_PER_SEC,
};

/* Memory that moves in so many reloads in a row will move in the next, too. */
#define ATTEMPTS_MAX 8

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_SETTLE:
		return parse_seconds(value, &settings->settle_ns);
	case OPTION_TIMEOUT:
		return parse_seconds(value, &settings->timeout_ns);
	default:
		settings->reload = true;
		return 0;
	}
}

static enum answer report(const struct context *ctx,
			  const struct kguard_status *status,
			  unsigned int reloads)
{
	enum crash_verdict verdict =
		crash_verdict_of(status, crash_is_maintained(ctx));
	struct json_object *document;
	char text[FORMAT_LEN];

	if (!ctx->json) {
		printf("Crash image: %s",
		       view_crash_text(text, status,
				       crash_is_maintained(ctx)));
		if (reloads)
			printf("; loaded again, %u x", reloads);
		putchar('\n');
		return crash_verdict_answer(verdict);
	}
	document = json_document();
	json_add_crash(json_add_object(document, "crash_image"), status,
		       crash_is_maintained(ctx));
	json_add_u64(document, "reloads", reloads);
	out_json(document);
	return crash_verdict_answer(verdict);
}

static bool needs_reload(const struct context *ctx,
			 const struct kguard_status *status)
{
	switch (crash_verdict_of(status, crash_is_maintained(ctx))) {
	case CRASH_STALE:
	case CRASH_UNKNOWN:
		return true;
	default:
		return false;
	}
}

static enum answer run_command(const struct context *ctx,
			       const char *command)
{
	char complaint[COMPLAINT_LEN];
	int ret;

	ret = program_shell(command, complaint);
	if (ret < 0)
		return out_error(ctx, ANSWER_UNKNOWN, ret, NULL,
				 "cannot run \"%s\"", command);
	if (ret)
		return out_error(ctx, ANSWER_NO, 0, NULL,
				 "\"%s\" failed with exit code %d%s%s",
				 command, ret, *complaint ? ": " : "",
				 complaint);
	return ANSWER_YES;
}

static enum answer cannot_read(const struct context *ctx, int err)
{
	if (err == -ETIMEDOUT)
		return out_error(ctx, ANSWER_NO, -EBUSY, NULL,
				 "memory did not come to rest in time (a longer --timeout may help)");
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read the guard's state");
}

static enum answer reload_once(const struct context *ctx, const char *command,
			       unsigned int *reloads)
{
	if (!command)
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "echo 'kdump_reload = /usr/sbin/kdump-config reload' >>" CONFIG "\n",
				 "the crash image is stale, and " CONFIG " does not tell how to load it again (kdump_reload)");
	if (*reloads == ATTEMPTS_MAX)
		return out_error(ctx, ANSWER_NO, 0, NULL,
				 "memory moved in every reload of the crash image (a longer --settle may help)");
	++*reloads;
	return run_command(ctx, command);
}

/* Until what was loaded knows all memory. */
static enum answer reload(const struct context *ctx, struct kguard *guard,
			  const struct settings *settings, const char *command)
{
	int64_t deadline = clock_now() + settings->timeout_ns;
	struct kguard_status *status;
	unsigned int reloads = 0;
	enum answer answer;
	int err;

	for (;;) {
		err = settle(guard, settings->settle_ns, deadline);
		if (!err)
			err = kguard_get_status(guard, &status);
		if (err)
			return cannot_read(ctx, err);
		if (!needs_reload(ctx, status))
			break;
		kguard_status_free(status);
		answer = reload_once(ctx, command, &reloads);
		if (answer != ANSWER_YES)
			return answer;
	}
	answer = report(ctx, status, reloads);
	kguard_status_free(status);
	return answer;
}

static enum answer reload_configured(const struct context *ctx,
				     struct kguard *guard,
				     const struct settings *settings)
{
	struct config_error error;
	struct config config;
	enum answer answer;
	int err;

	err = config_read(ctx, &config, &error);
	if (err)
		return config_error_report(ctx, err, &error);
	answer = reload(ctx, guard, settings, config.kdump_reload);
	config_free(&config);
	return answer;
}

static enum answer show(const struct context *ctx, struct kguard *guard)
{
	struct kguard_status *status;
	enum answer answer;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return cannot_read(ctx, err);
	answer = report(ctx, status, 0);
	kguard_status_free(status);
	return answer;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct kguard *guard;
	enum answer answer;
	int err;

	(void)operands;
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	answer = settings->reload ? reload_configured(ctx, guard, settings) :
				    show(ctx, guard);
	kguard_close(guard);
	return answer;
}

static const struct option_desc options[] = {
	{ "reload", OPTION_RELOAD, NULL,
	  "load it again if it is stale, as kdump_reload in\n"
	  "/etc/kexecguard.conf says" },
	{ "settle", OPTION_SETTLE, "SECONDS",
	  "how long memory has to be quiet first; default: 0.5" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  "how long to wait for that at most; default: 600" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_kdump = {
	.name = "kdump",
	.operands = "",
	.summary = "does the crash image know the machine's memory?",
	.description =
"Says whether a crash image is loaded, and whether memory has changed since: a\n"
"dump would miss what was added. Newer kernels tell the image of each change\n"
"(crash_hotplug); elsewhere it must be loaded again, by the distribution's kdump\n"
"service. The guard never touches it; with --reload this tool calls that service\n"
"once memory has come to rest, however many events there were.",
	.exits =
"  0  a crash image is loaded and knows all memory\n"
"  1  none is loaded, it is stale, or loading it again failed\n"
"  2  cannot tell: no guard, or it was loaded before the guard came",
	.examples =
"  kexecguardctl kdump\n"
"  kexecguardctl kdump --reload --settle 5",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.set = set,
	.run = run,
};
