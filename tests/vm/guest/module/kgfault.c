// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgfault: causes failures that do not happen by themselves.
 *
 *	fail_register=N	the Nth call of register_kprobe() from now on returns
 *			-ENOMEM; "calls" counts them
 *	hold_lock=1	holds the kernel's kexec lock until it is removed, or 1 is
 *			written to release_lock, without any hook noticing
 *	hold_workers=1	until it is removed, no work of the system's queue runs
 */
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "divert.h"
#include "lookup.h"

static uint fail_register;
module_param(fail_register, uint, 0444);
MODULE_PARM_DESC(fail_register, "which call of register_kprobe() fails");

static uint calls;
module_param(calls, uint, 0444);
MODULE_PARM_DESC(calls, "calls of register_kprobe()");

static bool hold_lock;
module_param(hold_lock, bool, 0444);
MODULE_PARM_DESC(hold_lock, "hold the kexec lock");

static bool hold_workers;
module_param(hold_workers, bool, 0444);
MODULE_PARM_DESC(hold_workers, "hold up the system's workers");

static atomic_t *kexec_lock;

static int release_lock(const char *text, const struct kernel_param *param)
{
	if (!hold_lock)
		return -EINVAL;
	hold_lock = false;
	atomic_set_release(kexec_lock, 0);
	return 0;
}

static const struct kernel_param_ops release_ops = { .set = release_lock };
module_param_cb(release_lock, &release_ops, NULL, 0200);

/* As many as may run at a time on each processor, and they sleep. */
static struct work_struct *sleepers;
static unsigned int nr_sleepers;
static bool is_morning;
static DECLARE_WAIT_QUEUE_HEAD(morning);

static void sleep_fn(struct work_struct *work)
{
	wait_event_idle(morning, READ_ONCE(is_morning));
}

static int hold_up(void)
{
	unsigned int cpu, i;

	sleepers = kvcalloc(num_possible_cpus() * WQ_DFL_ACTIVE,
			    sizeof(*sleepers), GFP_KERNEL);
	if (!sleepers)
		return -ENOMEM;
	for_each_online_cpu(cpu) {
		for (i = 0; i < WQ_DFL_ACTIVE; i++) {
			INIT_WORK(&sleepers[nr_sleepers], sleep_fn);
			schedule_work_on(cpu, &sleepers[nr_sleepers++]);
		}
	}
	return 0;
}

static void wake_up_workers(void)
{
	WRITE_ONCE(is_morning, true);
	wake_up_all(&morning);
	while (nr_sleepers)
		flush_work(&sleepers[--nr_sleepers]);
	kvfree(sleepers);
}

DIVERTS_TO(failed);
static noinline __used long failed(void)
{
	return -ENOMEM;
}

static int on_register(struct kprobe *probe, struct pt_regs *regs)
{
	if (++calls != fail_register)
		return 0;
	divert_to(regs, failed);
	return 1;
}
NOKPROBE_SYMBOL(on_register);

static struct kprobe register_probe = {
	.symbol_name = "register_kprobe",
	.pre_handler = on_register,
	.post_handler = keep_diverting,
};

static int find_lock(void)
{
	int err = lookup_init();

	if (err)
		return err;
	kexec_lock = lookup("__kexec_lock");
	return kexec_lock ? 0 : -ENOENT;
}

static int __init kgfault_init(void)
{
	int err;

	if (fail_register)
		return register_kprobe(&register_probe);
	if (hold_lock) {
		err = find_lock();
		if (err)
			return err;
		if (atomic_cmpxchg(kexec_lock, 0, 1))
			return -EBUSY;
	}
	err = hold_workers ? hold_up() : 0;
	if (err && hold_lock)
		atomic_set_release(kexec_lock, 0);
	return err;
}

static void __exit kgfault_exit(void)
{
	if (fail_register)
		unregister_kprobe(&register_probe);
	if (hold_lock)
		atomic_set_release(kexec_lock, 0);
	if (hold_workers)
		wake_up_workers();
}

module_init(kgfault_init);
module_exit(kgfault_exit);
MODULE_DESCRIPTION("Failures on request");
MODULE_LICENSE("GPL v2");
