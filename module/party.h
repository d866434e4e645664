/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is at something. A kernel bug ends a task wherever it is, and what it had
 * begun is never ended by anybody. So whoever is remembered as being at
 * something is held by a reference, so that no later task is taken for it, and
 * is asked whether it still lives.
 *
 * A party has no lock of its own; its owner's protects it.
 */
#ifndef KG_PARTY_H
#define KG_PARTY_H

#include <linux/sched.h>
#include <linux/sched/task.h>

/**
 * struct kg_party - a task that is at something
 * @task: which, with a reference; NULL if nobody is
 * @was_exiting: it was on its way out already, as one that closes its files
 */
struct kg_party {
	struct task_struct *task;
	bool was_exiting;
};

/* The current task begins. */
static inline void kg_party_begin(struct kg_party *party)
{
	get_task_struct(current);
	party->task = current;
	party->was_exiting = current->flags & PF_EXITING;
}

/* It has ended, or is dead. */
static inline void kg_party_end(struct kg_party *party)
{
	struct task_struct *task = party->task;

	party->task = NULL;
	put_task_struct(task);
}

static inline bool kg_party_is_present(const struct kg_party *party)
{
	return party->task;
}

/* It will never end: no task that lives exits in the middle of a call. */
static inline bool kg_party_is_dead(const struct kg_party *party)
{
	const struct task_struct *task = party->task;

	if (!task)
		return false;
	return READ_ONCE(task->exit_state) ||
	       (!party->was_exiting && READ_ONCE(task->flags) & PF_EXITING);
}

#endif /* KG_PARTY_H */
