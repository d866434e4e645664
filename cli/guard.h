/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The device: opened below the sysroot, and read in one consistent snapshot.
 */
#ifndef CTL_GUARD_H
#define CTL_GUARD_H

#include <kguard.h>

#include "context.h"

struct history;

/**
 * struct snapshot - the guard's state at one moment
 * @info: what the module is
 * @status: its state
 * @record: the load record, NULL if there is none
 * @is_crash_maintained: the kernel keeps the crash image up to date; set by
 *	verbs that show the crash image
 * @history: what happened last, NULL if unknown; likewise, and theirs to free
 */
struct snapshot {
	struct kguard_info *info;
	struct kguard_status *status;
	struct kguard_record *record;
	bool is_crash_maintained;
	const struct history *history;
};

int guard_open(const struct context *ctx, struct kguard **guard);

int snapshot_take(struct kguard *guard, struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);

#endif /* CTL_GUARD_H */
