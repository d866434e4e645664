/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guard as the verbs need it: opened with an explanation where that fails,
 * and read in one consistent snapshot.
 */
#ifndef CTL_GUARD_H
#define CTL_GUARD_H

#include <kguard.h>

#include "command.h"

/**
 * struct snapshot - what the guard knew at one moment
 * @info: what the module is
 * @status: its state
 * @record: the load record, NULL if there is none
 * @is_crash_maintained: the kernel keeps the crash image up to date; set by
 *	those who show the crash image
 */
struct snapshot {
	struct kguard_info *info;
	struct kguard_status *status;
	struct kguard_record *record;
	bool is_crash_maintained;
};

bool path_join(char *path, const struct context *ctx, const char *name);

int guard_open(const struct context *ctx, struct kguard **guard);
enum answer guard_open_error(const struct context *ctx, int err);

int snapshot_take(struct kguard *guard, struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);

#endif /* CTL_GUARD_H */
