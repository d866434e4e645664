/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What module/guard.c needs of the kernel, for a program with one thread that
 * plays all tasks in turn. Everything that the guard keeps in these types is
 * part of a state that the search copies, so nothing here is allocated.
 */
#ifndef KG_MODEL_KERNEL_H
#define KG_MODEL_KERNEL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef int64_t s64;
typedef uint64_t u64;

#define __init
#define __acquires(lock)
#define __releases(lock)
#define unlikely(condition)	(condition)
#define READ_ONCE(value)	(value)
#define WRITE_ONCE(place, value)	((place) = (value))

#define max(a, b)		((a) > (b) ? (a) : (b))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define swap(a, b)							\
	do {								\
		__typeof__(a) old = (a);				\
		(a) = (b);						\
		(b) = old;						\
	} while (0)
#define container_of(pointer, type, member)				\
	((type *)((char *)(pointer) - offsetof(type, member)))

#define MAX_ERRNO		4095
#define IS_ERR(pointer)		((uintptr_t)(pointer) >= (uintptr_t)-MAX_ERRNO)
#define ERR_PTR(error)		((void *)(intptr_t)(error))

#define pr_err(...)		((void)0)
#define pr_warn(...)		((void)0)

/* Lists */

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void list_add(struct list_head *node, struct list_head *head)
{
	node->next = head->next;
	node->prev = head;
	head->next->prev = node;
	head->next = node;
}

static inline void list_del(struct list_head *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	node->next = node->prev = NULL;
}

#define list_entry(node, object, member)				\
	container_of(node, __typeof__(*(object)), member)
#define list_for_each_entry(object, head, member)			\
	for ((object) = list_entry((head)->next, object, member);	\
	     &(object)->member != (head);				\
	     (object) = list_entry((object)->member.next, object, member))
#define list_for_each_entry_safe(object, after, head, member)		\
	for ((object) = list_entry((head)->next, object, member),	\
	     (after) = list_entry((object)->member.next, after, member); \
	     &(object)->member != (head);				\
	     (object) = (after),					\
	     (after) = list_entry((after)->member.next, after, member))

/* Tasks: each actor of the world is one, a process of its own. */

#define TASK_COMM_LEN	16
#define PF_EXITING	4
#define PF_KTHREAD	8

struct pid {
	int nr;
	int references;
};

struct task_struct {
	unsigned int flags;
	int exit_state;
	int references;
	char comm[TASK_COMM_LEN];
	struct pid tgid;
};

struct task_struct *current_task(void);
#define current		current_task()

static inline struct pid *task_tgid(struct task_struct *task)
{
	return &task->tgid;
}

static inline int task_tgid_nr(const struct task_struct *task)
{
	return task->tgid.nr;
}

static inline struct pid *get_pid(struct pid *pid)
{
	pid->references++;
	return pid;
}

static inline void put_pid(struct pid *pid)
{
	if (pid)
		pid->references--;
}

#define get_task_struct(task)		((void)(task)->references++)
#define put_task_struct(task)		((void)(task)->references--)
#define from_kuid_munged(space, uid)	0

/* The lock: a step of the search is what one holder does. */

struct model_lock {
	bool is_taken;
};

#define spinlock_t struct model_lock

#define __SPIN_LOCK_UNLOCKED(name)	{ false }

static inline void spin_lock(spinlock_t *lock)
{
	if (lock->is_taken)
		abort();
	lock->is_taken = true;
}

static inline void spin_unlock(spinlock_t *lock)
{
	if (!lock->is_taken)
		abort();
	lock->is_taken = false;
}

#define DEFINE_SPINLOCK(name)		spinlock_t name
#define spin_lock_irqsave(lock, flags)	((flags) = 0, spin_lock(lock))
#define spin_unlock_irqrestore(lock, flags)				\
	((void)(flags), spin_unlock(lock))
#define spin_lock_irq(lock)		spin_lock(lock)
#define spin_unlock_irq(lock)		spin_unlock(lock)

/* Waiting is the world's: an actor that waits has no step. */
extern bool model_would_wait;
#define HZ				100
#define DECLARE_WAIT_QUEUE_HEAD(name)	__attribute__((unused)) int name
#define wake_up_all(queue)		((void)0)
#define wait_event_idle_timeout(queue, condition, timeout)		\
	((model_would_wait = !(condition)) ? 0 : (timeout))

u64 now(void);
#define ktime_get_boottime_ns()	now()
#define ktime_get_real_ns()	now()

#define NSEC_PER_MSEC		1000000

/* Only reports earlier what every user of the lock does. */
struct work_struct;
#define DECLARE_DELAYED_WORK(name, function)				\
	__attribute__((unused)) void (*const name)(struct work_struct *) = function
#define schedule_delayed_work(work, delay)	((void)(work))
#define cancel_delayed_work_sync(work)		((void)(work))

/* kexec: one segment is as good as sixteen. */

#define KEXEC_SEGMENT_MAX	1

struct kexec_segment {
	unsigned long mem;
	size_t memsz;
};

struct kimage {
	unsigned long nr_segments;
	struct kexec_segment segment[KEXEC_SEGMENT_MAX];
};

struct file;
struct device;
#define poll_table	struct poll_table_struct
struct poll_table_struct;

/* The tracepoints are the module's, and nobody listens here. */
#define KG_TRACE_H
#define trace_kexecguard_change_begins(...)	((void)0)
#define trace_kexecguard_change_ends(...)	((void)0)
#define trace_kexecguard_load_begins(...)	((void)0)
#define trace_kexecguard_load_prepared(...)	((void)0)
#define trace_kexecguard_load_ends(...)		((void)0)
#define trace_kexecguard_exec_begins(...)	((void)0)

#endif /* KG_MODEL_KERNEL_H */
