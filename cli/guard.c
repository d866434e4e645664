// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See guard.h.
 */
#include "guard.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/**
 * guard_open() - open the device
 * @ctx: the context
 * @guard: where to put the handle
 *
 * Return: 0 or -errno, see kguard_open() and diagnose_report().
 */
int guard_open(const struct context *ctx, struct kguard **guard)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, KGUARD_DEVICE))
		return -ENAMETOOLONG;
	return kguard_open(path, guard);
}

/**
 * snapshot_take() - read info, status and record
 * @guard: the device
 * @snapshot: where to put them; free it with snapshot_free()
 *
 * Return: 0 or -errno.
 */
int snapshot_take(struct kguard *guard, struct snapshot *snapshot)
{
	int err;

	memset(snapshot, 0, sizeof(*snapshot));
	err = kguard_get_info(guard, &snapshot->info);
	if (!err)
		err = kguard_get_snapshot(guard, &snapshot->status,
					  &snapshot->record);
	if (err)
		snapshot_free(snapshot);
	return err;
}

/**
 * snapshot_free() - free a snapshot
 * @snapshot: the snapshot; may be empty
 */
void snapshot_free(struct snapshot *snapshot)
{
	kguard_info_free(snapshot->info);
	kguard_status_free(snapshot->status);
	kguard_record_free(snapshot->record);
	memset(snapshot, 0, sizeof(*snapshot));
}
