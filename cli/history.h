/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happened to the image last: its unload, of which the module keeps the
 * event, and the result of the last reload, which the tool keeps in
 * /run/kexecguard/reload until the next boot.
 */
#ifndef CTL_HISTORY_H
#define CTL_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include <kguard.h>

#include "context.h"
#include "out.h"

/**
 * struct history - the last unload and the last reload
 * @unload: event of the newest unload, NULL if there was none, or unknown
 * @policy: what the policy does now on the memory event that led to it, as
 *	"remove=unload"; empty if none did, or unknown
 * @reload_ns: when the last reload ended, nanoseconds of CLOCK_BOOTTIME; 0 if
 *	there was none
 * @reload: its result
 */
struct history {
	struct kguard_event *unload;
	char policy[32];
	int64_t reload_ns;
	struct report reload;
};

void history_read(const struct context *ctx, struct kguard *guard,
		  struct history *history);
void history_free(struct history *history);
int history_note_reload(const struct context *ctx,
			const struct report *report);

#endif /* CTL_HISTORY_H */
