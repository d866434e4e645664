// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl unload: unload the normal image, and forget it; a reload that
 * memory has started, or is just about to start, is not to undo it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "format.h"
#include "guard.h"
#include "lease.h"
#include "out.h"
#include "remember.h"
#include "settle.h"
#include "verdict.h"
#include "wish.h"

enum {
	OPTION_EXPIRED = OPTION_LONG,
	OPTION_STALE,
};

struct settings {
	int which;	/* one of the above, 0 for any image */
};

/* How long a change may take, seen from a machine that is going down. */
#define SETTLE_NS (60 * NSEC_PER_SEC)

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

static enum answer report_unloaded(const struct context *ctx)
{
	return report(ctx, "unloaded", "No kexec image is loaded.");
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

/* Who may not write there may not unload either, and learns that next. */
static void note_wish(const struct context *ctx)
{
	int err = wish_none(ctx);

	if (err && err != -EACCES)
		fprintf(stderr, "kexecguardctl: a reload under way may undo this: "
			UNWANTED ": %s\n", strerror(-err));
}

/* Forget first; remember again what stays loaded after all. */
static enum answer unload(const struct context *ctx, struct kguard *guard)
{
	struct load_request request;
	bool was_remembered;
	int err;

	note_wish(ctx);
	was_remembered = !remember_read(ctx, &request);
	err = remember_forget(ctx);
	if (err) {
		load_request_free(&request);
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot remove " REMEMBERED);
	}

	err = kguard_unload(guard);
	if (err)
		wish_withdraw(ctx);
	if (err && was_remembered)
		remember_write(ctx, &request);
	load_request_free(&request);
	return err ? unload_error(ctx, err) : report_unloaded(ctx);
}

/* Is there an image of ours whose lease is over? */
static int is_expired(const struct context *ctx, struct kguard *guard,
		      bool *expired)
{
	struct load_request request;
	bool foreign = false;
	int err;

	*expired = false;
	err = remember_read(ctx, &request);
	if (err)
		return err == -ENOENT ? 0 : err;
	err = load_is_foreign(guard, &request, &foreign);
	if (!err)
		*expired = !foreign && lease_is_over(&request);
	load_request_free(&request);
	return err;
}

static enum answer unload_expired(const struct context *ctx,
				  struct kguard *guard)
{
	bool expired;
	int err;

	err = is_expired(ctx, guard, &expired);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot tell whether the lease is over");
	if (!expired)
		return report(ctx, "kept", "No lease is over.");
	return unload(ctx, guard);
}

static int is_stale(struct kguard *guard, bool *stale)
{
	struct snapshot snapshot;
	enum verdict verdict;
	int err;

	err = settle(guard, 0, clock_now() + SETTLE_NS);
	if (err && err != -ETIMEDOUT)
		return err;
	err = snapshot_take(guard, &snapshot);
	if (err)
		return err;
	verdict = verdict_of(snapshot.status, snapshot.record);
	*stale = verdict != VERDICT_VALID && verdict != VERDICT_NONE;
	snapshot_free(&snapshot);
	return 0;
}

/* It stays remembered: if the machine goes on after all, "reload" can work. */
static enum answer unload_stale(const struct context *ctx,
				struct kguard *guard)
{
	bool stale;
	int err;

	err = is_stale(guard, &stale);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");
	if (!stale)
		return report(ctx, "kept", "No image is loaded that is not good.");
	err = kguard_unload(guard);
	return err ? unload_error(ctx, err) : report_unloaded(ctx);
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
	if (settings->which == OPTION_EXPIRED)
		answer = unload_expired(ctx, guard);
	else if (settings->which == OPTION_STALE)
		answer = unload_stale(ctx, guard);
	else
		answer = unload(ctx, guard);
	kguard_close(guard);
	return answer;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	(void)value;
	if (settings->which && settings->which != id)
		return -EINVAL;
	settings->which = id;
	return 0;
}

static const struct option_desc options[] = {
	{ "expired", OPTION_EXPIRED, NULL,
	  "only if its lease is over (\"load --lease\")" },
	{ "stale", OPTION_STALE, NULL,
	  "only if it is not known to be good; \"reload\"\n"
	  "will load it again" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_unload = {
	.name = "unload",
	.operands = "",
	.summary = "unload the kexec image",
	.description =
"Unloads the normal kexec image, through the guard: that works also where\n"
"\"kexec -u\" is refused, which is under lockdown, with kernel.kexec_load_disabled\n"
"set, or with the load limit used up. It is forgotten, and what memory does will\n"
"not bring it back until an image is loaded again. The crash image is not\n"
"touched. Needs root.",
	.exits =
"  0  no normal image is loaded now, or none that was to be unloaded\n"
"  1  refused: a load or an execution holds it, or this kernel gives no way\n"
"  2  could not try: no guard, no privilege",
	.examples =
"  kexecguardctl unload\n"
"  kexecguardctl unload --stale && systemctl reboot",
	.options = options,
	.settings_size = sizeof(struct settings),
	.set = set,
	.run = run,
};
