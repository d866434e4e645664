// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See guard.h.
 */
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "diagnose/diagnose.h"
#include "out.h"

/* A second look is needed only if something happened since the first. */
#define SNAPSHOT_TRIES 5

/**
 * path_join() - a path of this machine, or under the sysroot
 * @path: where to put it, PATH_MAX bytes
 * @ctx: the context
 * @name: the path, absolute
 *
 * Return: false if it does not fit.
 */
bool path_join(char *path, const struct context *ctx, const char *name)
{
	int length = snprintf(path, PATH_MAX, "%s%s", ctx->sysroot, name);

	return length >= 0 && length < PATH_MAX;
}

/**
 * guard_open() - open the device
 * @ctx: the context
 * @guard: where to put the handle
 *
 * Return: 0 or -errno, see kguard_open() and guard_open_error().
 */
int guard_open(const struct context *ctx, struct kguard **guard)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, KGUARD_DEVICE))
		return -ENAMETOOLONG;
	return kguard_open(path, guard);
}

/* What the kernel says without the guard, so that nobody takes it for guarded. */
static const char *describe_unguarded(const struct context *ctx)
{
	char path[PATH_MAX], loaded = '0';
	int fd;

	if (!path_join(path, ctx, "/sys/kernel/kexec_loaded"))
		return "";
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return "";
	if (read(fd, &loaded, 1) != 1)
		loaded = '0';
	close(fd);
	return loaded == '1' ? "; a kexec image is loaded, and nobody guards it"
			     : "";
}

/**
 * guard_open_error() - say why guard_open() failed, and what to type
 * @ctx: the context
 * @err: what it returned
 *
 * Return: the exit code.
 */
enum answer guard_open_error(const struct context *ctx, int err)
{
	const char *unguarded = describe_unguarded(ctx);
	struct diagnosis diagnosis;
	enum answer answer;

	if (err == -EPROTONOSUPPORT)
		return out_error(ctx, ANSWER_UNKNOWN, err,
				 "apt install --only-upgrade kexecguard kexecguard-dkms\n",
				 "the module and this tool are of different generations");
	if (diagnose(ctx->sysroot, &diagnosis))
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot open " KGUARD_DEVICE "%s", unguarded);

	if (diagnosis.why == WHY_PRESENT)
		answer = out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				   "cannot open " KGUARD_DEVICE "%s",
				   unguarded);
	else
		answer = out_error(ctx, ANSWER_UNKNOWN, 0, diagnosis.advice,
				   "%s%s", diagnosis.message, unguarded);
	diagnosis_free(&diagnosis);
	return answer;
}

static int take_record(struct kguard *guard, struct snapshot *snapshot)
{
	int err;

	snapshot->record = NULL;
	err = kguard_get_record(guard, &snapshot->record);
	return err == -ENODATA ? 0 : err;
}

/* Did something happen between the status and the record? */
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
 * snapshot_take() - read all that the guard knows
 * @guard: the device
 * @snapshot: where to put it; free it with snapshot_free()
 *
 * Status and record belong to the same moment, unless events come faster than
 * they can be read; then they belong to neighbouring ones.
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
 * snapshot_free() - free what snapshot_take() read
 * @snapshot: the snapshot; may be empty
 */
void snapshot_free(struct snapshot *snapshot)
{
	kguard_info_free(snapshot->info);
	kguard_status_free(snapshot->status);
	kguard_record_free(snapshot->record);
	memset(snapshot, 0, sizeof(*snapshot));
}
