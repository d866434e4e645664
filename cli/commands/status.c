// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl status: is the loaded image still good?
 */
#include "commands/command.h"
#include "guard.h"
#include "history.h"
#include "out.h"
#include "verdict.h"
#include "view/crash.h"
#include "view/view.h"

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct snapshot snapshot;
	struct history history;
	enum answer answer;
	int err;

	(void)settings;
	(void)operands;
	err = snapshot_take(ctx->guard, &snapshot);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");

	snapshot.is_crash_maintained = crash_is_maintained(ctx);
	history_read(ctx, ctx->guard, &history);
	snapshot.history = &history;
	if (ctx->json)
		out_json(view_status_json(&snapshot));
	else
		view_status_text(&snapshot);
	answer = verdict_answer(kguard_judge(snapshot.status, snapshot.record));
	snapshot_free(&snapshot);
	history_free(&history);
	return answer;
}

const struct command cmd_status = {
	.name = "status",
	.operands = "",
	.summary = "is the loaded kexec image still good?",
	.description =
"Shows whether a kexec image is loaded, who loaded it, and whether it still\n"
"fits the machine's memory. An image fits until memory is added, removed, or\n"
"taken online or offline; then the guard unloads it. Shows also when and why the\n"
"last image was unloaded, and the result of the last reload. Needs no privilege;\n"
"physical addresses are shown to root only.",
	.exits =
"  0  an image is loaded and fits: kexec would execute it\n"
"  1  none is loaded, or it is outdated or unsafe, or memory is changing\n"
"  2  unknown: no guard, protections that detect changes are missing, or the image\n"
"     was loaded before the guard",
	.examples =
"  kexecguardctl status\n"
"  kexecguardctl status >/dev/null && systemctl kexec\n"
"  kexecguardctl status --json | jq -r .image.verdict",
	.needs_guard = true,
	.run = run,
};
