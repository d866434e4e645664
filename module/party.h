/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The task that is doing something. A kernel bug kills a task wherever it is,
 * and what it had begun is then never ended. So the task is recorded with a
 * reference, which keeps its struct from being reused, and can be checked for
 * being alive.
 *
 * A party has no lock of its own; its owner's lock protects it.
 */
#ifndef KG_PARTY_H
#define KG_PARTY_H

#include <linux/sched.h>
#include <linux/sched/task.h>

/**
 * struct kg_party - a task that is doing something
 * @task: the task, with a reference; NULL if none
 * @was_exiting: it was exiting already when it began, as a task that closes its
 *	files
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

/* A live task does not exit in the middle of a call, so it will never end. */
static inline bool kg_party_is_dead(const struct kg_party *party)
{
	const struct task_struct *task = party->task;

	if (!task)
		return false;
	return READ_ONCE(task->exit_state) ||
	       (!party->was_exiting && READ_ONCE(task->flags) & PF_EXITING);
}

#endif /* KG_PARTY_H */
