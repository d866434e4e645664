// SPDX-License-Identifier: GPL-2.0-only
/*
 * How old what a process knows may be, by the kernel's own record of its
 * ancestors. Owns nothing.
 */
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "reader.h"

/*
 * Each thread has PF_FORKNOEXEC of its own; the first one of a process tells of
 * the process. A parent that has executed a program since it forked, or that
 * has died and left the child to another, has not the memory any more that the
 * child took over. The numbers tell: each execution has another, and a child
 * keeps that of its parent.
 */
u64 kg_reader_since(void)
{
	const struct task_struct *task, *parent;
	u64 since;

	rcu_read_lock();
	task = READ_ONCE(current->group_leader);
	since = task->start_boottime;
	while (READ_ONCE(task->flags) & PF_FORKNOEXEC) {
		parent = rcu_dereference(task->real_parent);
		if (READ_ONCE(parent->self_exec_id) != task->parent_exec_id) {
			since = 0;
			break;
		}
		task = READ_ONCE(parent->group_leader);
		since = min_t(u64, since, task->start_boottime);
	}
	rcu_read_unlock();
	return since;
}
