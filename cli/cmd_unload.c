// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl unload: unload the normal image, and forget it: the uevent of
 * the unload starts a reload, which must find nothing.
 */
#include <errno.h>
#include <stdio.h>

#include "guard.h"
#include "out.h"
#include "remember.h"

static enum answer report(const struct context *ctx)
{
	struct json_object *document;

	if (!ctx->json) {
		puts("No kexec image is loaded.");
		return ANSWER_YES;
	}
	document = json_document();
	json_add_string(document, "result", "unloaded");
	out_json(document);
	return ANSWER_YES;
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

/* Forget first; remember again what stays loaded after all. */
static enum answer unload(const struct context *ctx, struct kguard *guard)
{
	struct load_request request;
	bool was_remembered;
	int err;

	was_remembered = !remember_read(ctx, &request);
	err = remember_forget(ctx);
	if (err) {
		load_request_free(&request);
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot remove " REMEMBERED);
	}

	err = kguard_unload(guard);
	if (err && was_remembered)
		remember_write(ctx, &request);
	load_request_free(&request);
	return err ? unload_error(ctx, err) : report(ctx);
}

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct kguard *guard;
	enum answer answer;
	int err;

	(void)settings;
	(void)operands;
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	answer = unload(ctx, guard);
	kguard_close(guard);
	return answer;
}

const struct command cmd_unload = {
	.name = "unload",
	.operands = "",
	.summary = "unload the kexec image",
	.description =
"Unloads the normal kexec image, through the guard: that works also where\n"
"\"kexec -u\" is refused, which is under lockdown, with kernel.kexec_load_disabled\n"
"set, or with the load limit used up. \"reload\" will not load it again. The crash\n"
"image is not touched. Needs root.",
	.exits =
"  0  no normal image is loaded now\n"
"  1  refused: a load or an execution holds it, or this kernel gives no way\n"
"  2  could not try: no guard, no privilege",
	.examples =
"  kexecguardctl unload",
	.run = run,
};
