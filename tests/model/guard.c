// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guard itself, module/guard.c as it is, and what the search must see of
 * its state.
 */
#include "subject.h"

#ifndef GUARD
#define GUARD "module/guard.c"
#endif
#include GUARD

_Static_assert(sizeof(guard) <= GUARD_SIZE, "GUARD_SIZE");

void guard_save(void *state)
{
	memcpy(state, &guard, sizeof(guard));
}

void guard_restore(const void *state)
{
	memcpy(&guard, state, sizeof(guard));
}

/* What only counts or dates would make equal states differ. */
void guard_normalize(void *state)
{
	__typeof__(guard) *copy = state;
	unsigned int i;

	for (i = 0; i < OPERATIONS; i++)
		if (!copy->operations[i].party.task)
			memset(&copy->operations[i], 0,
			       sizeof(copy->operations[i]));
	if (!copy->user.party.task)
		memset(&copy->user, 0, sizeof(copy->user));
	if (!copy->user.party.task || copy->user.use != USE_LOAD)
		memset(&copy->loading, 0, sizeof(copy->loading));
	memset(&copy->counters, 0, sizeof(copy->counters));
	copy->record.boottime_ns = 0;
	copy->record.realtime_ns = 0;
	copy->record.pid = 0;
	memset(copy->record.comm, 0, sizeof(copy->record.comm));
	if (copy->record.is_valid)
		return;
	memset(&copy->record, 0, sizeof(copy->record));
}

bool model_would_wait;

bool guard_is_open(void)
{
	return guard.is_open;
}

bool guard_is_outdated(void)
{
	return guard.is_outdated;
}

bool guard_would_execute(void)
{
	return guard.is_open && !guard.is_outdated && !is_changing() &&
	       !is_in_use();
}

bool guard_is_idle(void)
{
	const struct operation_entry *entry;

	for_each_operation(entry)
		return false;
	return !is_in_use() &&
	       guard.announcements.next == &guard.announcements &&
	       list_empty(&guard.holds);
}

const struct kg_record *guard_record(void)
{
	return &guard.record;
}

u64 guard_generation(void)
{
	return guard.generation;
}

enum kg_action guard_row(enum kg_row row)
{
	return guard.policy.action[row];
}

enum kg_action guard_action(enum kg_change change, bool driver, bool overlaps)
{
	return kg_policy_decide(&guard.policy, change, driver, overlaps);
}
