// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl check: may the loaded image run? See check.h.
 */
#include "commands/check.h"

#include <stdio.h>

#include "commands/command.h"
#include "guard.h"
#include "out.h"
#include "verdict.h"
#include "view/view.h"

static bool has_lost_pages(const struct kguard_record *record)
{
	return kguard_record_get_lost_sources(record) ||
	       kguard_record_get_lost_controls(record) ||
	       kguard_record_get_lost_destinations(record) ||
	       kguard_record_get_poisoned(record);
}

static struct check check_placement(const struct kguard_record *record)
{
	if (!record || !kguard_record_has_segments(record))
		return (struct check){ ANSWER_UNKNOWN,
			"the placement of the image is unknown" };
	if (has_lost_pages(record))
		return (struct check){ ANSWER_NO,
			"pages of the image are not sound" };
	switch (kguard_record_get_level(record)) {
	case KEXECGUARD_UNSAFE:
		return (struct check){ ANSWER_NO,
			"a segment is placed where it would corrupt or hang" };
	case KEXECGUARD_SAFE:
	case KEXECGUARD_REMOVABLE:
		break;
	default:
		return (struct check){ ANSWER_UNKNOWN,
			"the guard cannot judge the placement of the image" };
	}
	if (!kguard_record_is_audited(record))
		return (struct check){ ANSWER_UNKNOWN,
			"its pages have not been examined" };
	if (kguard_record_get_level(record) == KEXECGUARD_REMOVABLE)
		return (struct check){ ANSWER_YES,
			"it fits, its pages are sound, and it is placed in removable memory" };
	return (struct check){ ANSWER_YES,
		"it fits, its pages are sound, and it is placed in memory that cannot be removed" };
}

/**
 * check_image() - may the loaded image run?
 * @status: the guard's state
 * @record: the image's record, NULL if there is none
 *
 * Return: the answer; unknown when in doubt.
 */
struct check check_image(const struct kguard_status *status,
			 const struct kguard_record *record)
{
	enum kguard_verdict verdict = kguard_judge(status, record);

	if (verdict == KGUARD_VERDICT_VALID)
		return check_placement(record);
	return (struct check){ verdict_answer(verdict),
			       kguard_verdict_get_reason(verdict, status, record) };
}

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
		       const struct check *check)
{
	const struct kguard_record *record = snapshot->record;
	struct json_object *document = json_document();
	enum kexecguard_level level = record ? kguard_record_get_level(record) :
					   KEXECGUARD_UNKNOWN;

	json_add_string(document, "may_run", word(check->answer));
	json_add_string(document, "reason", check->reason);
	json_add_string(document, "verdict",
			kguard_verdict_get_name(kguard_judge(snapshot->status, record)));
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
		       const struct check *check)
{
	printf("%-14s%s: %s\n", "May run:", word(check->answer),
	       check->reason);
	if (!snapshot->record)
		return;
	view_segments_text(snapshot->record);
	view_pages_text(snapshot->record);
}

static enum answer run(const struct context *ctx, const void *settings,
		       char *const operands[])
{
	struct snapshot snapshot;
	struct check check;
	int err;

	(void)settings;
	(void)operands;
	err = snapshot_take(ctx->guard, &snapshot);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");

	check = check_image(snapshot.status, snapshot.record);
	if (ctx->json)
		print_json(&snapshot, &check);
	else
		print_text(&snapshot, &check);
	snapshot_free(&snapshot);
	return check.answer;
}

const struct command cmd_check = {
	.name = "check",
	.operands = "",
	.summary = "may the loaded kexec image run?",
	.description =
"Judges the loaded image: does it fit the memory, is every segment well placed, and\n"
"are all pages present that executing it will copy? Placement is judged by the\n"
"current memory map; pages were counted when the image was loaded. Needs no\n"
"privilege; physical addresses are shown to root only.",
	.exits =
"  0  it may run: it fits, no segment is unsafe, all pages are sound\n"
"  1  it may not, or none is loaded\n"
"  2  unknown: no guard, something could not be examined, or the image was loaded\n"
"     before the guard",
	.examples =
"  kexecguardctl check && systemctl kexec\n"
"  kexecguardctl check --json | jq '.segments[] | select(.level != \"safe\")'",
	.needs_guard = true,
	.run = run,
};
