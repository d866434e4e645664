// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl check: may the loaded image run? Its fit, its places, and its
 * pages.
 */
#include <stdio.h>

#include "clearance.h"
#include "out.h"
#include "verdict.h"
#include "view.h"

static const char *word(enum answer answer)
{
	static const char *const words[] = {
		[ANSWER_YES]		= "yes",
		[ANSWER_NO]		= "no",
		[ANSWER_UNKNOWN]	= "unknown",
	};

	return words[answer];
}

static void print_json(const struct snapshot *snapshot,
		       const struct clearance *clearance)
{
	const struct kguard_record *record = snapshot->record;
	struct json_object *document = json_document();
	enum kguard_level level = record ? kguard_record_get_level(record) :
					   KGUARD_LEVEL_UNKNOWN;

	json_add_string(document, "may_run", word(clearance->answer));
	json_add_string(document, "reason", clearance->reason);
	json_add_string(document, "verdict",
			verdict_name(verdict_of(snapshot->status, record)));
	json_add_string(document, "level", kguard_level_get_name(level));
	json_add_reasons(document, "reasons",
			 record ? kguard_record_get_reasons(record) : 0);
	if (record) {
		view_segments_json(document, record);
		view_pages_json(document, record);
	} else {
		json_add(document, "segments", NULL);
		json_add(document, "pages", NULL);
	}
	out_json(document);
}

static void print_text(const struct snapshot *snapshot,
		       const struct clearance *clearance)
{
	printf("%-14s%s: %s\n", "May run:", word(clearance->answer),
	       clearance->reason);
	if (!snapshot->record)
		return;
	view_segments_text(snapshot->record);
	view_pages_text(snapshot->record);
}

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct snapshot snapshot;
	struct kguard *guard;
	struct clearance clearance;
	int err;

	(void)settings;
	(void)operands;
	if (ctx->captured)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "captured files do not tell what image is loaded");
	err = guard_open(ctx, &guard);
	if (err)
		return guard_open_error(ctx, err);
	err = snapshot_take(guard, &snapshot);
	kguard_close(guard);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");

	clearance = clearance_of(snapshot.status, snapshot.record);
	if (ctx->json)
		print_json(&snapshot, &clearance);
	else
		print_text(&snapshot, &clearance);
	snapshot_free(&snapshot);
	return clearance.answer;
}

const struct command cmd_check = {
	.name = "check",
	.operands = "",
	.summary = "may the loaded kexec image run?",
	.description =
"Judges the loaded image: does it fit the memory, is every segment's place good,\n"
"are all pages there that executing it will copy? Places are judged by what\n"
"memory is now, pages were counted when the image was loaded. Anybody may ask;\n"
"physical addresses are shown to root only.",
	.exits =
"  0  it may run: it fits, no place is unsafe, all pages are sound\n"
"  1  it may not, or none is loaded\n"
"  2  cannot tell: no guard, something was not looked at, or it was loaded before\n"
"     the guard came; always with --sysroot, as files do not tell of images",
	.examples =
"  kexecguardctl check && systemctl kexec\n"
"  kexecguardctl check --json | jq -r '.segments[] | select(.level != \"safe\")'",
	.takes_sysroot = true,
	.run = run,
};
