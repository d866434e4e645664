// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl reload: load again what the guard had to unload. Called by udev
 * and systemd; loads once, when the events stop, however many there were.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "history.h"
#include "loader/config.h"
#include "loader/loading.h"
#include "loader/run_state.h"
#include "loader/source.h"
#include "out.h"

enum {
	OPTION_SETTLE = OPTION_LONG,
	OPTION_TIMEOUT,
	OPTION_FORCE,
	OPTION_AUTOMATIC,
	OPTION_DRY_RUN,
};

#define TIMEOUT_NS (600 * NSEC_PER_SEC)

/* Below 0: not set. */
struct settings {
	int64_t settle_ns;
	int64_t timeout_ns;
	bool force;
	bool is_automatic;
	bool dry_run;
};

static const struct settings defaults = {
	.settle_ns = -1,
	.timeout_ns = -1,
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_SETTLE:
		return parse_seconds(value, &settings->settle_ns);
	case OPTION_TIMEOUT:
		return parse_seconds(value, &settings->timeout_ns);
	case OPTION_DRY_RUN:
		settings->dry_run = true;
		return 0;
	case OPTION_AUTOMATIC:
		settings->is_automatic = true;
		return 0;
	default:
		settings->force = true;
		return 0;
	}
}

static int is_valid(struct kguard *guard, bool *valid)
{
	enum kguard_verdict verdict;
	int err;

	err = kguard_get_verdict(guard, &verdict, NULL, NULL);
	if (!err)
		*valid = verdict == KGUARD_VERDICT_VALID;
	return err;
}

static enum answer report_unwanted(const struct context *ctx)
{
	return out_result(ctx, "unwanted",
			  "The image was unloaded on request; nothing to do.");
}

/*
 * Unload requests newer than this cancel the reload. A manual reload overrides
 * all earlier ones; an automatic one respects every request made since the last
 * load.
 */
static int find_wanted(struct kguard *guard, const struct settings *settings,
		       int64_t *wanted_ns)
{
	struct kguard_status *status;
	int err;

	*wanted_ns = clock_now();
	if (!settings->is_automatic)
		return 0;
	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*wanted_ns = kguard_status_get_last_load_ns(status);
	kguard_status_free(status);
	return 0;
}

/* Not an error of the service, or it would fail at every change of memory. */
static enum answer report_unknown(const struct context *ctx, bool is_automatic)
{
	static const char text[] =
		"it is unknown what to load: no image was loaded with \"kexecguardctl load\" since boot, or another program has loaded one since, and " CONFIG " names none";

	if (is_automatic)
		return out_result(ctx, "unknown", text);
	return out_error(ctx, ANSWER_NO, 0, source_advice(ctx), "%s", text);
}

static enum answer report_load(const struct context *ctx,
			       const struct settings *settings,
			       const struct load_request *request,
			       const struct load_outcome *outcome, int err)
{
	if (err == -ESRCH && settings->is_automatic)
		return report_unwanted(ctx);
	if (err == -EEXIST)
		return out_result(ctx, "others-loaded",
				  "Another program has loaded an image; nothing to do.");
	if (err)
		return load_error(ctx, request, outcome, err);
	load_report(ctx, request, outcome);
	return ANSWER_YES;
}

static enum answer load_again(const struct context *ctx,
			      const struct settings *settings,
			      int64_t wanted_ns, struct load_request *request)
{
	const struct load_job job = {
		.request = request,
		.settle_ns = settings->settle_ns,
		.timeout_ns = settings->timeout_ns,
		.yields = !settings->force,
		.wanted_ns = wanted_ns,
	};
	struct load_outcome outcome;
	enum answer answer;
	int err;

	err = load_confirmed(ctx, &job, &outcome);
	answer = report_load(ctx, settings, request, &outcome, err);
	load_outcome_free(&outcome);
	return answer;
}

/* The command line overrides the file, which overrides the defaults. */
static void complete(struct settings *settings, const struct config *config)
{
	if (settings->settle_ns < 0)
		settings->settle_ns = config->settle_ns;
	if (settings->settle_ns < 0)
		settings->settle_ns = QUIET_NS;
	if (settings->timeout_ns < 0)
		settings->timeout_ns = config->timeout_ns;
	if (settings->timeout_ns < 0)
		settings->timeout_ns = TIMEOUT_NS;
}

static enum answer reload(const struct context *ctx,
			  const struct settings *settings,
			  const struct config *config)
{
	struct load_request request = { 0 };
	bool valid = false, is_known;
	enum answer answer;
	int64_t wanted_ns;
	int err;

	err = find_wanted(ctx->guard, settings, &wanted_ns);
	if (!err && !settings->force)
		err = is_valid(ctx->guard, &valid);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");
	if (valid)
		return out_result(ctx, "still-valid",
				  "The loaded image is still good; nothing to do.");
	if (unwanted_since(ctx, wanted_ns))
		return report_unwanted(ctx);

	answer = source_find(ctx, ctx->guard, config, settings->dry_run,
			     &request, &is_known);
	if (answer == ANSWER_YES && !is_known)
		answer = report_unknown(ctx, settings->is_automatic);
	else if (answer == ANSWER_YES && settings->dry_run)
		answer = load_dry_run(ctx, &request);
	else if (answer == ANSWER_YES)
		answer = load_again(ctx, settings, wanted_ns, &request);
	load_request_free(&request);
	return answer;
}

static enum answer configured(const struct context *ctx,
			      struct settings settings)
{
	struct config_error error;
	struct config config;
	enum answer answer;
	int err, lock = -1;

	err = config_read(ctx, &config, &error);
	if (err)
		return config_error_report(ctx, err, &error);
	complete(&settings, &config);
	if (!settings.dry_run)
		lock = lock_take(ctx);
	answer = reload(ctx, &settings, &config);
	lock_release(lock);
	config_free(&config);
	return answer;
}

/* A reload that had nothing to do does not replace the result of one that had. */
static void note(const struct context *ctx, const struct report *report)
{
	int err;

	if (!*report->result || !strcmp(report->result, "still-valid"))
		return;
	err = history_note_reload(ctx, report);
	if (err && !geteuid())
		fprintf(stderr, "kexecguardctl: the result cannot be noted for \"status\": %s\n",
			strerror(-err));
}

static enum answer run(const struct context *from, const void *given,
		       char *const operands[])
{
	const struct settings *settings = given;
	struct report report = { 0 };
	struct context ctx = *from;
	enum answer answer;

	(void)operands;
	ctx.report = &report;
	answer = configured(&ctx, *settings);
	if (!settings->dry_run)
		note(&ctx, &report);
	return answer;
}

static const struct option_desc options[] = {
	{ "settle", OPTION_SETTLE, "SECONDS",
	  .help = "how long memory has to be quiet first; default: 0.5" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  .help = "how long to wait for quiet at most; default: 600" },
	{ "force", OPTION_FORCE, NULL,
	  .help = "load even if the loaded image is still good" },
	{ "automatic", OPTION_AUTOMATIC, NULL,
	  .help = "for services: load nothing if the last image was\n"
	  "unloaded on request" },
	{ "dry-run", OPTION_DRY_RUN, NULL,
	  .help = "show what would be loaded, and load nothing" },
	{ NULL },
};

const struct command cmd_reload = {
	.name = "reload",
	.operands = "",
	.summary = "load again what the guard had to unload",
	.description =
"Loads again what \"kexecguardctl load\" loaded last, once memory is quiet:\n"
"plugging a DIMM causes many events, but needs one load. If memory changes during\n"
"the load it starts over. Does nothing while a good image is loaded. An image that\n"
"another program loaded is reloaded as /etc/kexecguard.conf says. Needs root.",
	.exits =
"  0  a good image is loaded; with --automatic also if none is wanted, or if it is\n"
"     unknown what to load\n"
"  1  refused: it is unknown what to load, memory kept changing, or the lease is\n"
"     over\n"
"  2  could not try: no guard, no file, no privilege",
	.examples =
"  kexecguardctl reload\n"
"  kexecguardctl reload --settle 5 --timeout 3600",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
