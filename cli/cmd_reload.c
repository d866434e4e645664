// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl reload: load again what the guard had to unload. This is what
 * udev and systemd call; however many events come, it loads once they stop.
 */
#include <errno.h>
#include <stdio.h>

#include "clock.h"
#include "config.h"
#include "format.h"
#include "loading.h"
#include "lock.h"
#include "out.h"
#include "plan.h"
#include "settle.h"
#include "verdict.h"
#include "wish.h"

enum {
	OPTION_SETTLE = OPTION_LONG,
	OPTION_TIMEOUT,
	OPTION_FORCE,
	OPTION_AUTOMATIC,
};

#define TIMEOUT_NS (600 * NSEC_PER_SEC)

/* Below 0: not set. */
struct settings {
	int64_t settle_ns;
	int64_t timeout_ns;
	bool force;
	bool is_automatic;
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
	struct snapshot snapshot;
	int err;

	err = snapshot_take(guard, &snapshot);
	if (err)
		return err;
	*valid = verdict_of(snapshot.status, snapshot.record) == VERDICT_VALID;
	snapshot_free(&snapshot);
	return 0;
}

static enum answer report(const struct context *ctx, const char *result,
			  const char *text)
{
	struct json_object *document;

	if (!ctx->json) {
		puts(text);
		return ANSWER_YES;
	}
	document = json_document();
	json_add_string(document, "result", result);
	out_json(document);
	return ANSWER_YES;
}

static enum answer report_valid(const struct context *ctx)
{
	return report(ctx, "still-valid",
		      "The loaded image is still good; nothing to do.");
}

static enum answer report_unwanted(const struct context *ctx)
{
	return report(ctx, "unwanted",
		      "The image was unloaded on request; nothing to do.");
}

static enum answer report_others(const struct context *ctx)
{
	return report(ctx, "others-loaded",
		      "Others have loaded an image meanwhile; nothing to do.");
}

/*
 * From when on an unload on request counts: somebody who types "reload" wants
 * an image now; what memory starts does not know better than who unloaded the
 * newest image.
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

/* A service that fails at each DIMM, for what nobody asked for, helps nobody. */
static enum answer report_unknown(const struct context *ctx, bool is_automatic)
{
	static const char text[] =
		"nothing is remembered to load again, and " CONFIG " does not say: no image was loaded with \"kexecguardctl load\" since boot, or others have loaded since";

	if (is_automatic)
		return report(ctx, "unknown", text);
	return out_error(ctx, ANSWER_NO, 0, plan_advice(ctx), "%s", text);
}

static enum answer load_again(const struct context *ctx, struct kguard *guard,
			      const struct settings *settings,
			      int64_t wanted_ns, struct load_request *request)
{
	const struct load_job job = {
		.request = request,
		.settle_ns = settings->settle_ns,
		.deadline = clock_now() + settings->timeout_ns,
		.yields = !settings->force,
		.wanted_ns = wanted_ns,
	};
	struct load_outcome outcome;
	int err;

	err = load_confirmed(ctx, guard, &job, &outcome);
	if (err == -ESRCH && settings->is_automatic)
		return report_unwanted(ctx);
	if (err == -EEXIST)
		return report_others(ctx);
	if (err)
		return load_error(ctx, request, &outcome, err);
	load_report(ctx, request, &outcome);
	return ANSWER_YES;
}

/* The command line counts, then the file, then what is built in. */
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

static enum answer reload(const struct context *ctx, struct kguard *guard,
			  const struct settings *settings,
			  const struct config *config)
{
	struct load_request request = { 0 };
	bool valid = false, is_known;
	enum answer answer;
	int64_t wanted_ns;
	int err;

	err = find_wanted(guard, settings, &wanted_ns);
	if (!err && !settings->force)
		err = is_valid(guard, &valid);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");
	if (valid)
		return report_valid(ctx);
	if (wish_is_none(ctx, wanted_ns))
		return report_unwanted(ctx);

	answer = plan_make(ctx, guard, config, &request, &is_known);
	if (answer == ANSWER_YES && !is_known)
		answer = report_unknown(ctx, settings->is_automatic);
	else if (answer == ANSWER_YES)
		answer = load_again(ctx, guard, settings, wanted_ns, &request);
	load_request_free(&request);
	return answer;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	struct settings settings = *(const struct settings *)from;
	struct config_error error;
	struct config config;
	struct kguard *guard;
	enum answer answer;
	int err, lock;

	(void)operands;
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	err = config_read(ctx, &config, &error);
	if (err) {
		answer = config_error_report(ctx, err, &error);
		goto out_close;
	}
	complete(&settings, &config);
	lock = lock_take(ctx);
	answer = reload(ctx, guard, &settings, &config);
	lock_release(lock);
	config_free(&config);
out_close:
	kguard_close(guard);
	return answer;
}

static const struct option_desc options[] = {
	{ "settle", OPTION_SETTLE, "SECONDS",
	  "how long memory has to be quiet first; default: 0.5" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  "how long to wait for that at most; default: 600" },
	{ "force", OPTION_FORCE, NULL,
	  "load even if the loaded image is still good" },
	{ "automatic", OPTION_AUTOMATIC, NULL,
	  "for services: load nothing if the newest image was\n"
	  "unloaded on request" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_reload = {
	.name = "reload",
	.operands = "",
	.summary = "load again what the guard had to unload",
	.description =
"Loads again what \"kexecguardctl load\" loaded last, after memory has come to\n"
"rest: plugging a DIMM is many events, and they are to be one load. If memory\n"
"moves during the load it starts over. While a good image is loaded it does\n"
"nothing. What others loaded it loads as /etc/kexecguard.conf says. Needs root.",
	.exits =
"  0  a good image is loaded, or with --automatic none is wanted, or nobody\n"
"     tells what to load\n"
"  1  refused: nobody tells what to load, memory did not come to rest in time, or\n"
"     the lease is over\n"
"  2  could not try: no guard, no file, no privilege",
	.examples =
"  kexecguardctl reload\n"
"  kexecguardctl reload --settle 5 --timeout 3600",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.set = set,
	.run = run,
};
