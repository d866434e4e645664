// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See history.h. The file has three lines: nanoseconds of CLOCK_BOOTTIME, the
 * result in one word, and a sentence. Anybody may read it; it decides nothing.
 */
#include "history.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "file.h"

#define RELOAD "/run/kexecguard/reload"

/* Of the current policy: it may have been changed since. */
static void read_policy(const struct context *ctx, struct history *history)
{
	enum kexecguard_cause trigger =
		kguard_event_get_trigger(history->unload);
	char name[16], action[LINE_LEN];
	const char *event;

	if (trigger < KEXECGUARD_CAUSE_ADD ||
	    trigger > KEXECGUARD_CAUSE_OFFLINE)
		return;
	event = kguard_event_is_driver(history->unload) ?
		"driver" : kguard_cause_get_name(trigger);
	snprintf(name, sizeof(name), "on_%s", event);
	if (!kguard_policy_get(ctx->sysroot, name, action, sizeof(action)))
		snprintf(history->policy, sizeof(history->policy), "%s=%.16s",
			 event, action);
}

static void copy_line(char *to, size_t size, char **text)
{
	const char *line = strsep(text, "\n");

	snprintf(to, size, "%s", line ?: "");
}

static void read_reload(const struct context *ctx, struct history *history)
{
	char *text, *rest, *line;
	size_t length;

	if (file_read_trusted(ctx, RELOAD, O_NOFOLLOW, &text, &length))
		return;
	rest = text;
	line = strsep(&rest, "\n");
	copy_line(history->reload.result, sizeof(history->reload.result),
		  &rest);
	copy_line(history->reload.reason, sizeof(history->reload.reason),
		  &rest);
	if (*history->reload.result)
		history->reload_ns = strtoll(line, NULL, 10);
	free(text);
}

/**
 * history_read() - read what happened last
 * @ctx: the context
 * @guard: the device
 * @history: where to put it; free it with history_free()
 *
 * What cannot be read is left out.
 */
void history_read(const struct context *ctx, struct kguard *guard,
		  struct history *history)
{
	memset(history, 0, sizeof(*history));
	if (!kguard_get_last_unload(guard, &history->unload))
		read_policy(ctx, history);
	read_reload(ctx, history);
}

/**
 * history_free() - free what history_read() has read
 * @history: the history; empty afterwards
 */
void history_free(struct history *history)
{
	kguard_event_free(history->unload);
	memset(history, 0, sizeof(*history));
}

/**
 * history_note_reload() - note the result of a reload that ends now
 * @ctx: the context
 * @report: the result
 *
 * Return: 0 or -errno; on an error the previous note is kept.
 */
int history_note_reload(const struct context *ctx, const struct report *report)
{
	char path[PATH_MAX], text[sizeof(*report) + 32];
	int err;

	if (!path_join(path, ctx, RELOAD))
		return -ENAMETOOLONG;
	err = file_make_parent(path);
	if (err)
		return err;
	snprintf(text, sizeof(text), "%" PRId64 "\n%s\n%s\n", clock_now(),
		 report->result, report->reason);
	return file_replace(path, text, 0644);
}
