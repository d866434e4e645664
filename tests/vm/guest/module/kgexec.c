// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgexec: kexec that stops where it would jump, and an oracle there.
 *
 * reboot(LINUX_REBOOT_CMD_KEXEC) runs through the kernel, except that nothing
 * is shut down. Where it would jump, this module checks whether the image may
 * run, and returns, so that a test can execute thousands of times.
 * Independently of the guard, it records for each image how often memory had
 * changed when it was prepared, and counts an execution as
 *
 *	stale	memory has changed since
 *	moving	memory is changing right now
 *	gone	a destination is not in System RAM
 *
 * "linger" waits at that point. Insert it after the guard, so that its last
 * notifier is called after the guard's, and remove it before; has_guard=1 means
 * that the guard is inserted. Readable parameters: executed, stale, moving,
 * gone, changes. Each count is also a WARN(); "quiet" stops both.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/ioport.h>
#include <linux/kexec.h>
#include <linux/kprobes.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "divert.h"
#include "lookup.h"

static ulong executed, stale, moving, gone, changes;
module_param(executed, ulong, 0444);
module_param(stale, ulong, 0444);
module_param(moving, ulong, 0444);
module_param(gone, ulong, 0444);
module_param(changes, ulong, 0444);
MODULE_PARM_DESC(changes, "changes of memory that were seen");

static uint linger;
module_param(linger, uint, 0644);
MODULE_PARM_DESC(linger, "milliseconds to wait where it would jump");

static bool quiet;
module_param(quiet, bool, 0644);
MODULE_PARM_DESC(quiet, "look away");

/* Protects all below. Never taken in a breakpoint handler of the guard. */
static DEFINE_RAW_SPINLOCK(lock);

static struct stamp {
	const struct kimage *image;
	unsigned long changes;
} stamps[64];
static unsigned int next_stamp;

/*
 * A function that the guard hooks is entered twice: by its caller and, once the
 * guard has begun its work, by the wrapper. Only the inner one counts.
 */
static struct operation {
	struct task_struct *task;
	unsigned int depth;
	bool is_counted;
} operations[16];
static unsigned int nr_active;

static bool has_guard;
module_param(has_guard, bool, 0444);
MODULE_PARM_DESC(has_guard, "the guard is loaded");

static struct operation *find_operation(struct task_struct *task)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(operations); i++)
		if (operations[i].task == task)
			return &operations[i];
	return NULL;
}

static int change_enters(struct kretprobe_instance *instance,
			 struct pt_regs *regs)
{
	struct operation *operation;
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	operation = find_operation(current) ?: find_operation(NULL);
	if (operation) {
		if (!operation->task)
			*operation = (struct operation){ .task = current };
		operation->depth++;
		if (operation->depth == 1 + has_guard)
			nr_active++;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
	return !operation;
}
NOKPROBE_SYMBOL(change_enters);

static int change_returns(struct kretprobe_instance *instance,
			  struct pt_regs *regs)
{
	struct operation *operation;
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	operation = find_operation(current);
	if (operation) {
		if (!operation->is_counted && !(int)regs_return_value(regs))
			changes++;
		operation->is_counted = true;
		if (operation->depth == 1 + has_guard)
			nr_active--;
		if (!--operation->depth)
			operation->task = NULL;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
	return 0;
}
NOKPROBE_SYMBOL(change_returns);

static struct kretprobe change_probes[] = {
	{
		.kp.symbol_name = "add_memory_resource",
		.entry_handler = change_enters,
		.handler = change_returns,
		.maxactive = 16,
	},
	{
		.kp.symbol_name = "try_remove_memory",
		.entry_handler = change_enters,
		.handler = change_returns,
		.maxactive = 16,
	},
};

/* Before the guard, which has until the end of the operation to unload. */
static int first_hears(struct notifier_block *block, unsigned long action,
		       void *data)
{
	unsigned long flags;

	if (action != MEM_ONLINE && action != MEM_OFFLINE)
		return NOTIFY_DONE;
	raw_spin_lock_irqsave(&lock, flags);
	changes++;
	raw_spin_unlock_irqrestore(&lock, flags);
	return NOTIFY_OK;
}

static bool is_switching;	/* the kernel's hotplug lock serializes these */

static void set_switching(bool now)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	if (now != is_switching)
		nr_active += now ? 1 : -1;
	is_switching = now;
	raw_spin_unlock_irqrestore(&lock, flags);
}

/* After the guard, when an operation begins. */
static int last_hears(struct notifier_block *block, unsigned long action,
		      void *data)
{
	if (action == MEM_GOING_ONLINE || action == MEM_GOING_OFFLINE)
		set_switching(true);
	return NOTIFY_OK;
}

/* Before the guard, when one ends. */
static int first_ends(struct notifier_block *block, unsigned long action,
		      void *data)
{
	if (action == MEM_ONLINE || action == MEM_OFFLINE ||
	    action == MEM_CANCEL_ONLINE || action == MEM_CANCEL_OFFLINE)
		set_switching(false);
	return first_hears(block, action, data);
}

static struct notifier_block first = {
	.notifier_call = first_ends,
	.priority = INT_MAX,
};

static struct notifier_block last = {
	.notifier_call = last_hears,
	.priority = INT_MIN,
};

static struct kimage **installed;	/* the kernel's kexec_image */

/*
 * The oldest entry except the loaded image's, which may stay through many
 * refused loads, each at another address because KASAN delays the reuse of
 * memory.
 */
static unsigned int free_stamp(void)
{
	unsigned int i = next_stamp++ % ARRAY_SIZE(stamps);

	if (stamps[i].image && stamps[i].image == READ_ONCE(*installed))
		i = next_stamp++ % ARRAY_SIZE(stamps);
	return i;
}
NOKPROBE_SYMBOL(free_stamp);

/* machine_kexec_prepare(image): also entered twice, which is harmless. */
static int image_prepared(struct kprobe *probe, struct pt_regs *regs)
{
	const struct kimage *image =
		(const struct kimage *)call_argument(regs, 0);
	unsigned long flags;
	unsigned int i;

	raw_spin_lock_irqsave(&lock, flags);
	for (i = 0; i < ARRAY_SIZE(stamps); i++)
		if (stamps[i].image == image)
			break;
	if (i == ARRAY_SIZE(stamps))
		i = free_stamp();
	stamps[i].image = image;
	stamps[i].changes = changes;
	raw_spin_unlock_irqrestore(&lock, flags);
	return 0;
}
NOKPROBE_SYMBOL(image_prepared);

static struct kprobe prepare_probe = {
	.symbol_name = "machine_kexec_prepare",
	.pre_handler = image_prepared,
};

static bool is_in_ram(const struct kexec_segment *segment)
{
	return region_intersects(segment->mem, segment->memsz,
				 IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) ==
	       REGION_INTERSECTS;
}

static bool has_lost_ground(const struct kimage *image)
{
	unsigned long i;

	for (i = 0; i < image->nr_segments; i++)
		if (!is_in_ram(&image->segment[i]))
			return true;
	return false;
}

static bool *in_progress;	/* the kernel's kexec_in_progress */

/* Replaces machine_kexec(image). */
DIVERTS_TO(jump);
static noinline __used void jump(const struct kimage *image)
{
	bool is_stale = true, is_moving, is_gone;
	unsigned long flags;
	unsigned int i;

	if (linger)
		msleep(linger);
	is_gone = has_lost_ground(image);
	raw_spin_lock_irqsave(&lock, flags);
	for (i = 0; i < ARRAY_SIZE(stamps); i++)
		if (stamps[i].image == image)
			is_stale = stamps[i].changes != changes;
	is_moving = nr_active;
	executed++;
	if (!READ_ONCE(quiet)) {
		stale += is_stale;
		moving += is_moving;
		gone += is_gone;
	}
	raw_spin_unlock_irqrestore(&lock, flags);

	WRITE_ONCE(*in_progress, false);
	WARN(!READ_ONCE(quiet) && (is_stale || is_moving || is_gone),
	     "kgexec: executed an image that is%s%s%s\n",
	     is_stale ? " stale" : "", is_moving ? " moving" : "",
	     is_gone ? " gone" : "");
}

DIVERTS_TO(nothing);
static noinline __used void nothing(void)
{
	barrier();
}

static int skip(struct kprobe *probe, struct pt_regs *regs)
{
	divert_to(regs, nothing);
	return 1;
}
NOKPROBE_SYMBOL(skip);

static int stop(struct kprobe *probe, struct pt_regs *regs)
{
	divert_to(regs, jump);
	return 1;
}
NOKPROBE_SYMBOL(stop);

#define SKIPPED(name) \
	{ .symbol_name = name, .pre_handler = skip, \
	  .post_handler = keep_diverting }

/* In the order of kernel_kexec(); the last one first, or it would jump. */
static struct kprobe exec_probes[] = {
	{
		.symbol_name = "machine_kexec",
		.pre_handler = stop,
		.post_handler = keep_diverting,
	},
	SKIPPED("machine_shutdown"),
	SKIPPED("kernel_restart_prepare"),
	SKIPPED("syscore_shutdown"),
};

static int find_variables(void)
{
	int err = lookup_init();

	if (err)
		return err;
	in_progress = lookup("kexec_in_progress");
	installed = lookup("kexec_image");
	return in_progress && installed ? 0 : -ENOENT;
}

static void remove_probes(void)
{
	unsigned int i;

	for (i = ARRAY_SIZE(exec_probes); i--;)
		if (exec_probes[i].addr)
			unregister_kprobe(&exec_probes[i]);
	for (i = ARRAY_SIZE(change_probes); i--;)
		if (change_probes[i].kp.addr)
			unregister_kretprobe(&change_probes[i]);
	if (prepare_probe.addr)
		unregister_kprobe(&prepare_probe);
}

static int add_probes(void)
{
	unsigned int i;
	int err = register_kprobe(&prepare_probe);

	for (i = 0; !err && i < ARRAY_SIZE(change_probes); i++)
		err = register_kretprobe(&change_probes[i]);
	for (i = 0; !err && i < ARRAY_SIZE(exec_probes); i++)
		err = register_kprobe(&exec_probes[i]);
	if (err)
		remove_probes();
	return err;
}

static int __init kgexec_init(void)
{
	int err = find_variables();

	if (err)
		return err;
	err = register_memory_notifier(&first);
	if (err)
		return err;
	err = register_memory_notifier(&last);
	if (err)
		goto err_first;
	err = add_probes();
	if (err)
		goto err_last;
	return 0;

err_last:
	unregister_memory_notifier(&last);
err_first:
	unregister_memory_notifier(&first);
	return err;
}

static void __exit kgexec_exit(void)
{
	remove_probes();
	unregister_memory_notifier(&last);
	unregister_memory_notifier(&first);
}

module_init(kgexec_init);
module_exit(kgexec_exit);
MODULE_DESCRIPTION("kexec that returns, and an oracle");
MODULE_LICENSE("GPL v2");
