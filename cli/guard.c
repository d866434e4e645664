// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See guard.h.
 */
#include "guard.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* How often to read again because an event came between the parts. */
#define SNAPSHOT_TRIES 5

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

static int take_record(struct kguard *guard, struct snapshot *snapshot)
{
	int err;

	snapshot->record = NULL;
	err = kguard_get_record(guard, &snapshot->record);
	return err == -ENODATA ? 0 : err;
}

/* Did an event come between the status and the record? */
static int has_moved(struct kguard *guard, const struct snapshot *snapshot,
		     bool *moved)
{
	struct kguard_status *again;
	int err;

	err = kguard_get_status(guard, &again);
	if (err)
		return err;
	*moved = kguard_status_get_last_event(again) !=
		 kguard_status_get_last_event(snapshot->status);
	kguard_status_free(again);
	return 0;
}

static int try_snapshot(struct kguard *guard, struct snapshot *snapshot,
			bool *moved)
{
	int err;

	err = kguard_get_status(guard, &snapshot->status);
	if (!err)
		err = take_record(guard, snapshot);
	if (!err)
		err = has_moved(guard, snapshot, moved);
	return err;
}

/**
 * snapshot_take() - read info, status and record
 * @guard: the device
 * @snapshot: where to put them; free it with snapshot_free()
 *
 * Status and record are of the same moment, unless an event comes in each of
 * SNAPSHOT_TRIES tries.
 *
 * Return: 0 or -errno.
 */
int snapshot_take(struct kguard *guard, struct snapshot *snapshot)
{
	unsigned int tries;
	bool moved;
	int err;

	memset(snapshot, 0, sizeof(*snapshot));
	err = kguard_get_info(guard, &snapshot->info);
	if (err)
		return err;

	for (tries = SNAPSHOT_TRIES; tries; tries--) {
		err = try_snapshot(guard, snapshot, &moved);
		if (err || !moved || tries == 1)
			break;
		kguard_status_free(snapshot->status);
		kguard_record_free(snapshot->record);
		snapshot->status = NULL;
		snapshot->record = NULL;
	}
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
