// SPDX-License-Identifier: GPL-2.0-only
/*
 * How old a process's memory map may be, from the kernel's own record of its
 * ancestors.
 */
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "reader.h"

/*
 * PF_FORKNOEXEC is per thread; that of the group leader stands for the process.
 * A parent that has executed a program since the fork, or has died and left the
 * child to another process, no longer has the memory that the child inherited.
 * The execution ids show that: each execution gets a new one, and a child keeps
 * its parent's.
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
