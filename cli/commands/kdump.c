// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl kdump: does the crash image cover the machine's memory? The
 * distribution's service loads that image; this verb says when to reload it,
 * and can call the service, once for any number of events.
 */
#include <errno.h>
#include <stdio.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "guard.h"
#include "lib/program.h"
#include "loader/config.h"
#include "loader/source.h"
#include "loader/loading.h"
#include "out.h"
#include "view/crash.h"
#include "view/view.h"

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

/* How many reloads in a row may be interrupted by a change of memory. */
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

static enum answer show_status(const struct context *ctx,
			  const struct kguard_status *status,
			  unsigned int reloads)
{
	enum crash_verdict verdict =
		crash_verdict_of(status, crash_is_maintained(ctx));
	struct json_object *document;
	char text[FORMAT_LEN];

	if (!ctx->json) {
		printf("Crash image: %s",
		       crash_text(text, status,
				       crash_is_maintained(ctx)));
		if (reloads)
			printf(", reloaded %u times", reloads);
		putchar('\n');
		return crash_verdict_answer(verdict);
	}
	document = json_document();
	crash_json(json_add_object(document, "crash_image"), status,
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

	ret = kg_program_shell(command, complaint);
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
				 "memory kept changing until the timeout (a longer --timeout may help)");
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read the guard's state");
}

static enum answer reload_once(const struct context *ctx, const char *command,
			       unsigned int *reloads)
{
	if (!command)
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "echo 'kdump_reload = /usr/sbin/kdump-config reload' >>" CONFIG "\n",
				 "the crash image is stale, and kdump_reload in " CONFIG " is not set");
	if (*reloads == ATTEMPTS_MAX)
		return out_error(ctx, ANSWER_NO, 0, NULL,
				 "memory changed during every reload of the crash image (a longer --settle may help)");
	++*reloads;
	return run_command(ctx, command);
}

static enum answer reload(const struct context *ctx,
			  const struct settings *settings, const char *command)
{
	int64_t deadline = clock_now() + settings->timeout_ns;
	struct kguard_status *status;
	unsigned int reloads = 0;
	enum answer answer;
	int err;

	for (;;) {
		err = kguard_settle(ctx->guard, settings->settle_ns,
				    clock_remaining(deadline));
		if (!err)
			err = kguard_get_status(ctx->guard, &status);
		if (err)
			return cannot_read(ctx, err);
		if (!needs_reload(ctx, status))
			break;
		kguard_status_free(status);
		answer = reload_once(ctx, command, &reloads);
		if (answer != ANSWER_YES)
			return answer;
	}
	answer = show_status(ctx, status, reloads);
	kguard_status_free(status);
	return answer;
}

static enum answer reload_configured(const struct context *ctx,
				     const struct settings *settings)
{
	struct config_error error;
	struct config config;
	enum answer answer;
	int err;

	err = config_read(ctx, &config, &error);
	if (err)
		return config_error_report(ctx, err, &error);
	answer = reload(ctx, settings, config.kdump_reload);
	config_free(&config);
	return answer;
}

static enum answer show(const struct context *ctx)
{
	struct kguard_status *status;
	enum answer answer;
	int err;

	err = kguard_get_status(ctx->guard, &status);
	if (err)
		return cannot_read(ctx, err);
	answer = show_status(ctx, status, 0);
	kguard_status_free(status);
	return answer;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;

	(void)operands;
	return settings->reload ? reload_configured(ctx, settings) : show(ctx);
}

static const struct option_desc options[] = {
	{ "reload", OPTION_RELOAD, NULL,
	  .help = "reload it if it is stale, with the command\n"
	  "kdump_reload of /etc/kexecguard.conf" },
	{ "settle", OPTION_SETTLE, "SECONDS",
	  .help = "how long memory has to be quiet first; default: 0.5" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  .help = "how long to wait for quiet at most; default: 600" },
	{ NULL },
};

const struct command cmd_kdump = {
	.name = "kdump",
	.operands = "",
	.summary = "does the crash image cover the machine's memory?",
	.description =
"Shows whether a crash image is loaded, and whether memory has changed since: a\n"
"dump would miss memory added later. Newer kernels update the image on each change\n"
"(crash_hotplug); on others the distribution's kdump service has to reload it. The\n"
"guard never touches it; with --reload this tool calls that service once memory is\n"
"quiet, however many events there were.",
	.exits =
"  0  a crash image is loaded and covers all memory\n"
"  1  none is loaded, it is stale, or reloading it failed\n"
"  2  unknown: no guard, or the image was loaded before the guard",
	.examples =
"  kexecguardctl kdump\n"
"  kexecguardctl kdump --reload --settle 5",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
