// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl reload: load again what the guard had to unload. This is what
 * udev and systemd call; however many events come, it loads once they stop.
 */
#include <errno.h>
#include <stdio.h>

#include "clock.h"
#include "format.h"
#include "loading.h"
#include "out.h"
#include "verdict.h"

enum {
	OPTION_SETTLE = OPTION_LONG,
	OPTION_TIMEOUT,
	OPTION_FORCE,
};

struct settings {
	int64_t settle_ns;
	int64_t timeout_ns;
	bool force;
};

static const struct settings defaults = {
	.settle_ns = NSEC_PER_SEC,
	.timeout_ns = 600 * NSEC_PER_SEC,
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_SETTLE:
		return parse_seconds(value, &settings->settle_ns);
	case OPTION_TIMEOUT:
		return parse_seconds(value, &settings->timeout_ns);
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

static enum answer report_valid(const struct context *ctx)
{
	struct json_object *document;

	if (!ctx->json) {
		puts("The loaded image is still good; nothing to do.");
		return ANSWER_YES;
	}
	document = json_document();
	json_add_string(document, "result", "still-valid");
	out_json(document);
	return ANSWER_YES;
}

static enum answer report_nothing(const struct context *ctx, int err)
{
	if (err == -ENOENT)
		return out_error(ctx, ANSWER_NO, 0,
				 "kexecguardctl load    # once; from then on \"reload\" knows\n",
				 "nothing is remembered to load again: no image was loaded with \"kexecguardctl load\" since boot");
	if (err == -EBADMSG)
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "ls -l " REMEMBERED "\n"
				 "rm " REMEMBERED "\n"
				 "kexecguardctl load\n",
				 REMEMBERED " is not a file that this tool wrote and only root can change; it is not used");
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read " REMEMBERED);
}

static enum answer load_again(const struct context *ctx, struct kguard *guard,
			      const struct settings *settings,
			      const struct load_request *request)
{
	struct load_outcome outcome;
	int err;

	err = load_confirmed(ctx, guard, request, settings->settle_ns,
			     clock_now() + settings->timeout_ns, &outcome);
	if (err)
		return load_error(ctx, request, &outcome, err);
	load_report(ctx, request, &outcome);
	return ANSWER_YES;
}

static enum answer reload(const struct context *ctx, struct kguard *guard,
			  const struct settings *settings)
{
	struct load_request request;
	enum answer answer;
	bool valid = false;
	int err;

	if (!settings->force) {
		err = is_valid(guard, &valid);
		if (err)
			return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
					 "cannot read the guard's state");
		if (valid)
			return report_valid(ctx);
	}

	err = remember_read(ctx, &request);
	if (err)
		return report_nothing(ctx, err);
	answer = load_again(ctx, guard, settings, &request);
	load_request_free(&request);
	return answer;
}

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct kguard *guard;
	enum answer answer;
	int err;

	(void)operands;
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	answer = reload(ctx, guard, settings);
	kguard_close(guard);
	return answer;
}

static const struct option_desc options[] = {
	{ "settle", OPTION_SETTLE, "SECONDS",
	  "how long memory has to be quiet first; default: 1" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  "how long to wait for that at most; default: 600" },
	{ "force", OPTION_FORCE, NULL,
	  "load even if the loaded image is still good" },
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
"nothing. Needs root.",
	.exits =
"  0  a good image is loaded\n"
"  1  refused: nothing is remembered, or memory did not come to rest in time\n"
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
