// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unloading. A crash needs the kernel's kexec lock, so the lock is held only
 * for the moment in which the image is taken away. Kernels that do not show
 * their variables unload by the load of nothing, which holds the lock until the
 * image is freed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "guard.h"
#include "hook.h"
#include "kexec.h"
#include "trace.h"
#include "unload.h"

#define RETRY_FIRST_MS	10u
#define RETRY_LAST_MS	1000u

static void retry_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(retry_work, retry_fn);

static struct kg_hook *load_hook;	/* constant from init on */
static long (*call_load)(struct kg_hook_slot *slot, const struct kg_args *args);

bool kg_unload_is_possible(void)
{
	return load_hook->is_bound || kg_kexec_can_unload();
}

/*
 * The load of nothing, past our own hook, where the image cannot be taken away
 * directly: do_kexec_load(entry, 0, NULL, 0), or the syscall with these arguments
 * or with registers that have them, of which some kernel takes either. The
 * address of registers is therefore passed as the entry, which nothing reads.
 *
 * The syscall wants a privilege that the task may not have. The worker has it.
 */
static int unload_image(void)
{
	static const struct pt_regs registers;
	static const struct kg_args nothing = {
		.arg = { (unsigned long)&registers },
	};
	int ret;

	if (kg_kexec_can_unload() || !load_hook->is_bound)
		return kg_kexec_unload();
	/* This may be a notifier. A task that holds a slot retries at its end. */
	ret = call_load(kg_hook_try_claim(load_hook), &nothing);
	return ret == -EPERM && !(current->flags & PF_KTHREAD) ? -EBUSY : ret;
}

static int unload(bool is_asked)
{
	struct kg_unload unload;
	int ret = kg_guard_unload_begins(&unload, is_asked);

	if (ret)
		return ret == -ENODATA ? 0 : ret;
	unload.was_loaded = kg_guard_is_loaded();
	ret = unload_image();
	kg_guard_unload_ends(&unload, ret);
	trace_kexecguard_unload(unload.trigger, unload.was_loaded, ret);
	if (ret || !unload.was_loaded)
		return ret;
	if (unload.trigger)
		pr_notice("memory %s: unloaded the kexec image, load it again\n",
			  kg_cause_name(unload.trigger));
	else
		pr_info("unloaded the kexec image%s\n",
			is_asked ? " on request" : "");
	return 0;
}

static void unload_soon(void)
{
	schedule_delayed_work(&retry_work, msecs_to_jiffies(RETRY_FIRST_MS));
}

static int unload_or_retry(bool is_asked)
{
	int ret = unload(is_asked);

	if (ret == -EBUSY && kg_guard_is_outdated())
		unload_soon();
	return ret;
}

int kg_unload(void)
{
	kg_guard_wait_unused();
	return unload_or_retry(true);
}

int kg_unload_outdated(void)
{
	return unload_or_retry(false);
}

/*
 * The lock was held when an image had to go: by a loader, which tries again
 * itself when it is done, or by a path that is not hooked.
 */
static void retry_fn(struct work_struct *work)
{
	static unsigned int delay_ms;

	if (unload(false) != -EBUSY) {
		delay_ms = 0;
		return;
	}
	delay_ms = clamp(delay_ms * 2, RETRY_FIRST_MS, RETRY_LAST_MS);
	schedule_delayed_work(&retry_work, msecs_to_jiffies(delay_ms));
}

int kg_unload_unconfirmed(u64 generation, u64 number)
{
	int ret = kg_guard_confirm(generation, number);

	if (ret == -ESTALE && kg_unload_outdated())
		return -EBUSY;
	return ret;
}

void __init kg_unload_init(struct kg_hook *hook,
			   long (*call)(struct kg_hook_slot *slot,
					const struct kg_args *args))
{
	load_hook = hook;
	call_load = call;
	kg_guard_init(unload_soon);
}

/*
 * The worker must not be at it, and the unload may queue it again. If the lock
 * is still held, unloading is up to the user.
 */
void kg_unload_exit(void)
{
	int err;

	cancel_delayed_work_sync(&retry_work);
	err = unload(false);
	cancel_delayed_work_sync(&retry_work);
	if (err)
		pr_warn("an outdated kexec image is left: unload it by kexec -u\n");
}
