// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl unload: unload the normal image and forget it, so that no
 * automatic reload, running or yet to start, brings it back.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "loader/run_state.h"
#include "out.h"

enum {
	OPTION_EXPIRED = OPTION_LONG,
	OPTION_STALE,
};

struct settings {
	int which;	/* one of the above, 0 for any image */
};

/* How long a machine that is shutting down waits for a change of memory. */
#define SETTLE_NS (60 * NSEC_PER_SEC)

static enum answer report_unloaded(const struct context *ctx)
{
	return out_result(ctx, "unloaded", "No kexec image is loaded.");
}

static enum answer unload_error(const struct context *ctx, int err)
{
	switch (err) {
	case -EBUSY:
		return out_explained(ctx, ANSWER_NO, err, NULL,
				     "a load or an execution holds the image");
	case -EPERM:
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "unloading needs root (CAP_SYS_BOOT)");
	case -EOPNOTSUPP:
		return out_explained(ctx, ANSWER_NO, err, "kexec -u\n",
				     "the guard cannot unload on this kernel");
	default:
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot unload the image");
	}
}

/* -EACCES: without the privilege to write there, the unload will fail too. */
static void note_unwanted(const struct context *ctx)
{
	int err = unwanted_note(ctx);

	if (err && err != -EACCES)
		fprintf(stderr, "kexecguardctl: a running reload may undo this: "
			UNWANTED ": %s\n", strerror(-err));
}

/* Forget the image first; remember it again if it stays loaded. */
static enum answer unload(const struct context *ctx)
{
	struct load_request request;
	bool was_remembered;
	int err;

	note_unwanted(ctx);
	was_remembered = !remember_read(ctx, &request);
	err = remember_forget(ctx);
	if (err) {
		load_request_free(&request);
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot remove " REMEMBERED);
	}

	err = kguard_unload(ctx->guard);
	if (err)
		unwanted_withdraw(ctx);
	if (err && was_remembered)
		remember_write(ctx, &request);
	load_request_free(&request);
	return err ? unload_error(ctx, err) : report_unloaded(ctx);
}

/* Is the loaded image ours, and its lease over? */
static int is_expired(const struct context *ctx, bool *expired)
{
	struct load_request request;
	bool foreign = false;
	int err;

	*expired = false;
	err = remember_read(ctx, &request);
	if (err)
		return err == -ENOENT ? 0 : err;
	err = load_is_foreign(ctx->guard, &request, &foreign);
	if (!err)
		*expired = !foreign && lease_is_over(&request);
	load_request_free(&request);
	return err;
}

static enum answer unload_expired(const struct context *ctx)
{
	bool expired;
	int err;

	err = is_expired(ctx, &expired);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot find out whether the lease is over");
	if (!expired)
		return out_result(ctx, "kept", "No lease is over.");
	return unload(ctx);
}

static int is_stale(struct kguard *guard, bool *stale)
{
	enum kguard_verdict verdict;
	int err;

	err = kguard_settle(guard, 0, SETTLE_NS);
	if (err && err != -ETIMEDOUT)
		return err;
	err = kguard_get_verdict(guard, &verdict, NULL, NULL);
	if (!err)
		*stale = verdict != KGUARD_VERDICT_VALID &&
			 verdict != KGUARD_VERDICT_NONE;
	return err;
}

/*
 * The image stays remembered for "reload", in case the shutdown is cancelled.
 */
static enum answer unload_stale(const struct context *ctx)
{
	bool stale;
	int err;

	err = is_stale(ctx->guard, &stale);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");
	if (!stale)
		return out_result(ctx, "kept", "No stale image is loaded.");
	err = kguard_unload(ctx->guard);
	return err ? unload_error(ctx, err) : report_unloaded(ctx);
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;

	(void)operands;
	if (settings->which == OPTION_EXPIRED)
		return unload_expired(ctx);
	if (settings->which == OPTION_STALE)
		return unload_stale(ctx);
	return unload(ctx);
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	(void)value;
	settings->which = id;
	return 0;
}

static const struct option_desc options[] = {
	{ "expired", OPTION_EXPIRED, NULL,
	  .help = "only if its lease is over (\"load --lease\")", .group = 1 },
	{ "stale", OPTION_STALE, NULL,
	  .help = "only if it is not known to be good; \"reload\"\n"
	  "will load it again", .group = 1 },
	{ NULL },
};

const struct command cmd_unload = {
	.name = "unload",
	.operands = "",
	.summary = "unload the kexec image",
	.description =
"Unloads the normal kexec image through the guard. This works where \"kexec -u\" is\n"
"refused: under lockdown, with kernel.kexec_load_disabled set, or with the load\n"
"limit used up. The image is forgotten, so no automatic reload brings it back. The\n"
"crash image is not touched. Needs root.",
	.exits =
"  0  no normal image is loaded now, or the condition did not hold\n"
"  1  refused: a load or an execution holds it, or this kernel has no way to\n"
"  2  could not try: no guard, no privilege",
	.examples =
"  kexecguardctl unload\n"
"  kexecguardctl unload --stale && systemctl reboot",
	.options = options,
	.settings_size = sizeof(struct settings),
	.needs_guard = true,
	.set = set,
	.run = run,
};
