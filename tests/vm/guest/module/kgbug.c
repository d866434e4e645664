// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgbug: makes one mistake a load, so that the self-test can prove that a
 * kernel's detectors work and that the harness notices their reports:
 *
 *	bug=use-after-free|out-of-bounds|lock-order|sleep-in-atomic|leak|
 *	    shift|armed-timer|list|rcu|notifier|wrong-type|no-target
 *
 * Loading always succeeds; what matters is what the kernel logs.
 */
#include <linux/delay.h>
#include <linux/list.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>

static char *bug = "none";
module_param(bug, charp, 0444);
MODULE_PARM_DESC(bug, "which mistake to make");

static int read_at(const char *bytes, unsigned int index)
{
	return READ_ONCE(bytes[index]);
}

static void use_after_free(void)
{
	char *bytes = kmalloc(64, GFP_KERNEL);

	if (!bytes)
		return;
	OPTIMIZER_HIDE_VAR(bytes);
	kfree(bytes);
	read_at(bytes, 3);
}

static void out_of_bounds(void)
{
	char *bytes = kmalloc(60, GFP_KERNEL);

	if (!bytes)
		return;
	OPTIMIZER_HIDE_VAR(bytes);
	read_at(bytes, 60);
	kfree(bytes);
}

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

static void lock_order(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);

	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	static DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	spin_unlock(&lock);
}

static void leak(void)
{
	unsigned int i;
	void *lost;

	/* Several, as a register may still hold a stale pointer to one. */
	for (i = 0; i < 10; i++) {
		lost = kmalloc(200, GFP_KERNEL);
		OPTIMIZER_HIDE_VAR(lost);
	}
}

static void shift(void)
{
	int distance = 40;
	int value = 1;

	OPTIMIZER_HIDE_VAR(distance);
	value <<= distance;
	OPTIMIZER_HIDE_VAR(value);
}

struct timed {
	struct timer_list timer;
};

static void never(struct timer_list *timer)
{
}

static void armed_timer(void)
{
	struct timed *timed = kzalloc(sizeof(*timed), GFP_KERNEL);

	if (!timed)
		return;
	timer_setup(&timed->timer, never, 0);
	mod_timer(&timed->timer, jiffies + 600 * HZ);
	kfree(timed);
}

static void list(void)
{
	struct list_head head = LIST_HEAD_INIT(head);
	struct list_head node;

	list_add(&node, &head);
	node.prev = &node;
	list_del(&node);
}

static void rcu(void)
{
	static int value;
	static int __rcu *pointer = (int __force __rcu *)&value;

	read_at((char *)rcu_dereference(pointer), 0);
}

static int ignore(struct notifier_block *block, unsigned long action,
		  void *data)
{
	return NOTIFY_DONE;
}

static void notifier(void)
{
	static struct notifier_block block = { .notifier_call = ignore };

	register_memory_notifier(&block);
	register_memory_notifier(&block);
	unregister_memory_notifier(&block);
}

/* On x86 an ENDBR and a call of the function tracer. */
#define FUNCTION_ENTRY_BYTES	9

static noinline void takes_pointer(void *pointer)
{
	OPTIMIZER_HIDE_VAR(pointer);
}

static void wrong_type(void)
{
	void (*takes_number)(int) = (void *)takes_pointer;

	OPTIMIZER_HIDE_VAR(takes_number);
	takes_number(0);
}

/* Not checked by kCFI either, so that only the processor catches it. */
#ifndef __nocfi
#define __nocfi
#endif

static __nocfi void no_target(void)
{
	void (*inside)(void *) = takes_pointer;

	OPTIMIZER_HIDE_VAR(inside);
	inside = (void *)inside + FUNCTION_ENTRY_BYTES;
	OPTIMIZER_HIDE_VAR(inside);
	inside(NULL);
}

static const struct {
	const char *name;
	void (*make)(void);
} bugs[] = {
	{ "use-after-free", use_after_free },
	{ "out-of-bounds", out_of_bounds },
	{ "lock-order", lock_order },
	{ "sleep-in-atomic", sleep_in_atomic },
	{ "leak", leak },
	{ "shift", shift },
	{ "armed-timer", armed_timer },
	{ "list", list },
	{ "rcu", rcu },
	{ "notifier", notifier },
	{ "wrong-type", wrong_type },
	{ "no-target", no_target },
};

static int __init kgbug_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bugs); i++)
		if (!strcmp(bug, bugs[i].name)) {
			bugs[i].make();
			return 0;
		}
	return -EINVAL;
}

static void __exit kgbug_exit(void)
{
}

module_init(kgbug_init);
module_exit(kgbug_exit);
MODULE_DESCRIPTION("Mistakes on purpose");
MODULE_LICENSE("GPL v2");
