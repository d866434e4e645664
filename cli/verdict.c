// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See verdict.h. When in doubt the verdict is unknown.
 */
#include "verdict.h"

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

/**
 * verdict_of() - judge the normal image
 * @status: the guard's state
 * @record: the image's record, NULL if there is none
 *
 * Return: the verdict.
 */
enum verdict verdict_of(const struct kguard_status *status,
			const struct kguard_record *record)
{
	if (kguard_status_is_outdated(status))
		return VERDICT_OUTDATED;
	if (kguard_status_is_changing(status))
		return VERDICT_CHANGING;
	if (!kguard_status_is_loaded(status))
		return VERDICT_NONE;
	if (is_kept(status, record))
		return VERDICT_OUTDATED;
	if (is_unsafe(record))
		return VERDICT_UNSAFE;
	if (is_blind(status) || !is_provenance_known(status, record))
		return VERDICT_UNKNOWN;
	return VERDICT_VALID;
}

/**
 * verdict_name() - the verdict in one word
 * @verdict: the verdict
 *
 * Return: a static string.
 */
const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_UNKNOWN]	= "unknown",
		[VERDICT_VALID]		= "valid",
		[VERDICT_NONE]		= "none",
		[VERDICT_CHANGING]	= "changing",
		[VERDICT_OUTDATED]	= "outdated",
		[VERDICT_UNSAFE]	= "unsafe",
	};

	return names[verdict];
}

/**
 * verdict_reason() - the verdict in one sentence
 * @verdict: the verdict
 * @status: the state that was judged
 * @record: the record that was judged
 *
 * Return: a static string without a full stop.
 */
const char *verdict_reason(enum verdict verdict,
			   const struct kguard_status *status,
			   const struct kguard_record *record)
{
	switch (verdict) {
	case VERDICT_VALID:
		return "loaded, and memory has not changed since";
	case VERDICT_NONE:
		return kguard_status_is_loading(status) ?
		       "none loaded; a load is under way" : "none loaded";
	case VERDICT_CHANGING:
		return "memory is changing; until it is done, loads and kexec are refused";
	case VERDICT_OUTDATED:
		return kguard_status_is_outdated(status) ?
		       "memory has changed since it was loaded; kexec is refused until it is unloaded" :
		       "memory has changed since it was loaded, and the policy keeps it; kexec is not refused";
	case VERDICT_UNSAFE:
		return "loaded into memory where it would corrupt or hang";
	default:
		break;
	}
	if (is_blind(status))
		return "loaded; memory may have changed unnoticed, because protections are missing";
	if (record && !kguard_record_is_before(record))
		return "loaded by a memory map that may be older than kexecguard; earlier memory changes are unknown";
	if (record)
		return "loaded before kexecguard; earlier memory changes are unknown";
	return "loaded; when is unknown";
}

/**
 * verdict_answer() - the exit code for "is the image good?"
 * @verdict: the verdict
 *
 * Return: the exit code.
 */
enum answer verdict_answer(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_VALID:
		return ANSWER_YES;
	case VERDICT_UNKNOWN:
		return ANSWER_UNKNOWN;
	default:
		return ANSWER_NO;
	}
}
