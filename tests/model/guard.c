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

void *const guard_state = &guard;
const size_t guard_size = sizeof(guard);

/* What only counts or dates would make equal states differ. */
void guard_normalize(void *state)
{
	__typeof__(guard) *copy = state;
	unsigned int i;

	for (i = 0; i < OPERATIONS; i++)
		if (!copy->operations[i].party.task)
			memset(&copy->operations[i], 0,
			       sizeof(copy->operations[i]));
	for (i = 0; i < UNLOADS; i++)
		if (!copy->unloads[i].party.task)
			memset(&copy->unloads[i], 0,
			       sizeof(copy->unloads[i]));
	memset(&copy->counters, 0, sizeof(copy->counters));
	copy->last_load_ns = 0;
	copy->record.boottime_ns = 0;
	copy->record.realtime_ns = 0;
	copy->record.pid = 0;
	memset(copy->record.comm, 0, sizeof(copy->record.comm));
	if (copy->record.is_valid)
		return;
	memset(&copy->record, 0, sizeof(copy->record));
}

bool guard_is_executing(void)
{
	return kg_party_is_present(&guard.executor) &&
	       !kg_party_is_dead(&guard.executor);
}

bool guard_is_held(void)
{
	const struct kg_hold *hold;

	list_for_each_entry(hold, &guard.holds, node)
		if (hold->until_ns > now())
			return true;
	return false;
}

bool guard_is_unloading(void)
{
	return is_unloading();
}

bool guard_is_outdated(void)
{
	return guard.outdated;
}

bool guard_would_execute(void)
{
	return guard.is_open && !guard.outdated && !is_changing() &&
	       !is_loading() && !kg_party_is_present(&guard.executor);
}

bool guard_is_idle(void)
{
	const struct operation_entry *entry;

	for_each_operation(entry)
		return false;
	return guard.loads.next == &guard.loads && !is_unloading() &&
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

enum kg_action guard_action(enum kg_change change, bool driver, bool overlaps)
{
	return kg_policy_decide(&guard.policy, change, driver, overlaps);
}
