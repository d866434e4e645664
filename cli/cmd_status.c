// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl status: is the loaded image still good?
 */
#include "crash.h"
#include "guard.h"
#include "out.h"
#include "verdict.h"
#include "view.h"

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct snapshot snapshot;
	struct kguard *guard;
	enum answer answer;
	int err;

	(void)settings;
	(void)operands;
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	err = snapshot_take(guard, &snapshot);
	kguard_close(guard);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");

	snapshot.is_crash_maintained = crash_is_maintained(ctx);
	if (ctx->json)
		out_json(view_status_json(&snapshot));
	else
		view_status_text(&snapshot);
	answer = verdict_answer(verdict_of(snapshot.status, snapshot.record));
	snapshot_free(&snapshot);
	return answer;
}

const struct command cmd_status = {
	.name = "status",
	.operands = "",
	.summary = "is the loaded kexec image still good?",
	.description =
"Shows whether a kexec image is loaded, who loaded it, and whether it still\n"
"fits the machine's memory. An image fits until memory is added, removed, or\n"
"taken online or offline; then the guard unloads it. Anybody may ask; physical\n"
"addresses are shown to root only.",
	.exits =
"  0  an image is loaded and fits: kexec would execute it\n"
"  1  none is loaded, or kexec would be refused: changing, outdated\n"
"  2  cannot tell: no guard, protections that see changes are missing, or the\n"
"     image was loaded before the guard came",
	.examples =
"  kexecguardctl status\n"
"  kexecguardctl status >/dev/null && systemctl kexec\n"
"  kexecguardctl status --json | jq -r .image.verdict",
	.run = run,
};
