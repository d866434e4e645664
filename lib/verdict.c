// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Is the loaded image good? The one place that decides. When in doubt the
 * verdict is unknown.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>

/* How often to read again because an event came between the parts. */
#define SNAPSHOT_TRIES 5

/* Without any of these a change of memory can go unnoticed. */
#define SEEING (KEXECGUARD_PROTECT_ADD | KEXECGUARD_PROTECT_REMOVE | \
		KEXECGUARD_PROTECT_ONLINE)

static bool is_blind(const struct kguard_status *status)
{
	return kguard_status_get_missing(status) & SEEING;
}

/* Do we know of all changes since the image's memory map was read? */
static bool is_provenance_known(const struct kguard_status *status,
				const struct kguard_record *record)
{
	if (kguard_status_is_confirmed(status))
		return true;
	return record && !kguard_record_is_before(record) &&
	       !kguard_status_is_early(status);
}

/* The policy can keep an image although memory has changed. */
static bool is_kept(const struct kguard_status *status,
		    const struct kguard_record *record)
{
	return kguard_status_is_kept(status) ||
	       (record && kguard_record_get_generation(record) !=
			  kguard_status_get_generation(status));
}

static bool is_unsafe(const struct kguard_record *record)
{
	return record &&
	       kguard_record_get_level(record) == KEXECGUARD_UNSAFE;
}

KGUARD_API enum kguard_verdict
kguard_judge(const struct kguard_status *status,
	     const struct kguard_record *record)
{
	assert(status);
	if (kguard_status_is_outdated(status))
		return KGUARD_VERDICT_OUTDATED;
	if (kguard_status_is_changing(status))
		return KGUARD_VERDICT_CHANGING;
	if (!kguard_status_is_loaded(status))
		return KGUARD_VERDICT_NONE;
	if (is_kept(status, record))
		return KGUARD_VERDICT_OUTDATED;
	if (is_unsafe(record))
		return KGUARD_VERDICT_UNSAFE;
	if (is_blind(status) || !is_provenance_known(status, record))
		return KGUARD_VERDICT_UNKNOWN;
	return KGUARD_VERDICT_VALID;
}

static const char *const names[] = {
	[KGUARD_VERDICT_UNKNOWN]	= "unknown",
	[KGUARD_VERDICT_VALID]		= "valid",
	[KGUARD_VERDICT_NONE]		= "none",
	[KGUARD_VERDICT_CHANGING]	= "changing",
	[KGUARD_VERDICT_OUTDATED]	= "outdated",
	[KGUARD_VERDICT_UNSAFE]		= "unsafe",
};

KGUARD_API const char *kguard_verdict_get_name(enum kguard_verdict verdict)
{
	return kg_name(names, verdict);
}

static const char *unknown_because(const struct kguard_status *status,
				   const struct kguard_record *record)
{
	if (is_blind(status))
		return "loaded; memory may have changed unnoticed, because protections are missing";
	if (record && !kguard_record_is_before(record))
		return "loaded by a memory map that may be older than kexecguard; earlier memory changes are unknown";
	if (record)
		return "loaded before kexecguard; earlier memory changes are unknown";
	return "loaded; when is unknown";
}

KGUARD_API const char *
kguard_verdict_get_reason(enum kguard_verdict verdict,
			  const struct kguard_status *status,
			  const struct kguard_record *record)
{
	assert(status);
	switch (verdict) {
	case KGUARD_VERDICT_VALID:
		return "loaded, and memory has not changed since";
	case KGUARD_VERDICT_NONE:
		return kguard_status_is_loading(status) ?
		       "none loaded; a load is under way" : "none loaded";
	case KGUARD_VERDICT_CHANGING:
		return "memory is changing; until it is done, loads and kexec are refused";
	case KGUARD_VERDICT_OUTDATED:
		return kguard_status_is_outdated(status) ?
		       "memory has changed since it was loaded; kexec is refused until it is unloaded" :
		       "memory has changed since it was loaded, and the policy keeps it; kexec is not refused";
	case KGUARD_VERDICT_UNSAFE:
		return "loaded into memory where it would corrupt or hang";
	default:
		return unknown_because(status, record);
	}
}

/* Did an event come between the status and the record? */
static int has_moved(struct kguard *guard, const struct kguard_status *status,
		     bool *moved)
{
	struct kguard_status *again;
	int err;

	err = kguard_get_status(guard, &again);
	if (err)
		return err;
	*moved = kguard_status_get_last_event(again) !=
		 kguard_status_get_last_event(status);
	kguard_status_free(again);
	return 0;
}

static int try_snapshot(struct kguard *guard, struct kguard_status **status,
			struct kguard_record **record, bool *moved)
{
	int err;

	*record = NULL;
	err = kguard_get_status(guard, status);
	if (err)
		return err;
	err = kguard_get_record(guard, record);
	if (!err || err == -ENODATA)
		err = has_moved(guard, *status, moved);
	if (!err)
		return 0;
	kguard_status_free(*status);
	kguard_record_free(*record);
	return err;
}

KGUARD_API int kguard_get_snapshot(struct kguard *guard,
				   struct kguard_status **status,
				   struct kguard_record **record)
{
	struct kguard_status *new_status;
	struct kguard_record *new_record;
	unsigned int tries;
	bool moved;
	int err;

	for (tries = SNAPSHOT_TRIES;; tries--) {
		err = try_snapshot(guard, &new_status, &new_record, &moved);
		if (err)
			return err;
		if (!moved || tries == 1)
			break;
		kguard_status_free(new_status);
		kguard_record_free(new_record);
	}
	*status = new_status;
	*record = new_record;
	return 0;
}

KGUARD_API int kguard_get_verdict(struct kguard *guard,
				  enum kguard_verdict *verdict,
				  uint32_t *reasons, const char **reason)
{
	struct kguard_status *status;
	struct kguard_record *record;
	enum kguard_verdict judged;
	int err;

	err = kguard_get_snapshot(guard, &status, &record);
	if (err)
		return err;
	judged = kguard_judge(status, record);
	if (verdict)
		*verdict = judged;
	if (reasons)
		*reasons = judged == KGUARD_VERDICT_UNSAFE ?
			   kguard_record_get_reasons(record) : 0;
	if (reason)
		*reason = kguard_verdict_get_reason(judged, status, record);
	kguard_status_free(status);
	kguard_record_free(record);
	return 0;
}
