// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A snapshot of the guard's state.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include <linux/kexecguard.h>

struct kguard_status {
	uint32_t flags;
	uint32_t missing;
	uint64_t generation;
	uint64_t changes;
	uint64_t unloads;
	uint64_t loads_refused;
	uint64_t execs_refused;
	uint64_t vetoes;
	uint64_t last_event;
	uint64_t last_load_ns;
	uint64_t crash_generation;
	uint64_t crash_changes;
	uint64_t hold_until_ns;
	uint32_t hold_pid;
	uint32_t nr_holds;
};

static const char *const state_names[] = {
	[KGUARD_STATE_IDLE]		= "idle",
	[KGUARD_STATE_LOADED]		= "loaded",
	[KGUARD_STATE_CHANGING]		= "changing",
	[KGUARD_STATE_OUTDATED]		= "outdated",
	[KGUARD_STATE_EXECUTING]	= "executing",
};

int kg_status_from_uapi(const struct kexecguard_status *from,
			struct kguard_status **to)
{
	struct kguard_status *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->flags = from->flags;
	new->missing = from->missing;
	new->generation = from->generation;
	new->changes = from->changes;
	new->unloads = from->unloads;
	new->loads_refused = from->loads_refused;
	new->execs_refused = from->execs_refused;
	new->vetoes = from->vetoes;
	new->last_event = from->last_event;
	new->last_load_ns = from->last_load_ns;
	new->crash_generation = from->crash_generation;
	new->crash_changes = from->crash_changes;
	new->hold_until_ns = from->hold_until_ns;
	new->hold_pid = from->hold_pid;
	new->nr_holds = from->nr_holds;
	*to = new;
	return 0;
}

KGUARD_API int kguard_get_status(struct kguard *guard,
				 struct kguard_status **status)
{
	struct kexecguard_status uapi = { .size = sizeof(uapi) };
	int err;

	err = kg_ioctl(guard, KEXECGUARD_IOC_STATUS, &uapi);
	if (err)
		return err;
	return kg_status_from_uapi(&uapi, status);
}

KGUARD_API void kguard_status_free(struct kguard_status *status)
{
	free(status);
}

static bool has_flag(const struct kguard_status *status, uint32_t flag)
{
	assert(status);
	return status->flags & flag;
}

KGUARD_API bool kguard_status_is_loaded(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_LOADED);
}

KGUARD_API bool
kguard_status_is_crash_loaded(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_CRASH_LOADED);
}

KGUARD_API bool
kguard_status_is_crash_recorded(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_CRASH_RECORDED);
}

KGUARD_API bool kguard_status_is_loading(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_LOADING);
}

KGUARD_API bool kguard_status_is_changing(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_CHANGING);
}

KGUARD_API bool kguard_status_is_outdated(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_OUTDATED);
}

KGUARD_API bool kguard_status_is_executing(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_EXECUTING);
}

KGUARD_API bool kguard_status_is_recorded(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_RECORDED);
}

KGUARD_API bool kguard_status_is_confirmed(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_CONFIRMED);
}

KGUARD_API bool kguard_status_is_kept(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_KEPT);
}

KGUARD_API bool kguard_status_is_early(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_EARLY);
}

KGUARD_API bool kguard_status_is_held(const struct kguard_status *status)
{
	return has_flag(status, KEXECGUARD_HELD);
}

KGUARD_API enum kguard_state
kguard_status_get_state(const struct kguard_status *status)
{
	if (kguard_status_is_executing(status))
		return KGUARD_STATE_EXECUTING;
	if (kguard_status_is_changing(status))
		return KGUARD_STATE_CHANGING;
	if (kguard_status_is_outdated(status))
		return KGUARD_STATE_OUTDATED;
	if (kguard_status_is_loaded(status))
		return KGUARD_STATE_LOADED;
	return KGUARD_STATE_IDLE;
}

KGUARD_API const char *kguard_state_get_name(enum kguard_state state)
{
	return kg_name(state_names, state);
}

KGUARD_API uint64_t
kguard_status_get_generation(const struct kguard_status *status)
{
	assert(status);
	return status->generation;
}

KGUARD_API uint32_t
kguard_status_get_missing(const struct kguard_status *status)
{
	assert(status);
	return status->missing;
}

KGUARD_API uint64_t
kguard_status_get_changes(const struct kguard_status *status)
{
	assert(status);
	return status->changes;
}

KGUARD_API uint64_t
kguard_status_get_unloads(const struct kguard_status *status)
{
	assert(status);
	return status->unloads;
}

KGUARD_API uint64_t
kguard_status_get_loads_refused(const struct kguard_status *status)
{
	assert(status);
	return status->loads_refused;
}

KGUARD_API uint64_t
kguard_status_get_execs_refused(const struct kguard_status *status)
{
	assert(status);
	return status->execs_refused;
}

KGUARD_API uint64_t
kguard_status_get_vetoes(const struct kguard_status *status)
{
	assert(status);
	return status->vetoes;
}

KGUARD_API uint64_t
kguard_status_get_last_event(const struct kguard_status *status)
{
	assert(status);
	return status->last_event;
}

KGUARD_API uint64_t
kguard_status_get_last_load_ns(const struct kguard_status *status)
{
	assert(status);
	return status->last_load_ns;
}

KGUARD_API uint64_t
kguard_status_get_crash_generation(const struct kguard_status *status)
{
	assert(status);
	return status->crash_generation;
}

KGUARD_API uint64_t
kguard_status_get_crash_changes(const struct kguard_status *status)
{
	assert(status);
	return status->crash_changes;
}

KGUARD_API uint64_t
kguard_status_get_hold_until_ns(const struct kguard_status *status)
{
	assert(status);
	return status->hold_until_ns;
}

KGUARD_API pid_t kguard_status_get_hold_pid(const struct kguard_status *status)
{
	assert(status);
	return status->hold_pid;
}

KGUARD_API uint32_t
kguard_status_get_nr_holds(const struct kguard_status *status)
{
	assert(status);
	return status->nr_holds;
}
