// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook mechanism. It uses kprobes and has nothing of kexec or memory; the
 * hooks stand beside their functions, the list of them in hooks.h.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "arch.h"
#include "compat.h"
#include "hook.h"

/* Tasks that were diverted and have not left their wrapper. */
static atomic_t nr_inside = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(inside_wait);

long kg_hook_nothing(unsigned long a, unsigned long b, unsigned long c,
		     unsigned long d, unsigned long e, unsigned long f)
{
	return -ENOSYS;
}

void kg_hook_leave(void)
{
	if (atomic_dec_and_test(&nr_inside))
		wake_up(&inside_wait);
}

/* Taken to claim or release a slot; never by the handler. */
static DEFINE_SPINLOCK(slots_lock);
static DECLARE_WAIT_QUEUE_HEAD(slots_wait);

/* A dead task keeps its module reference: it has not left its wrapper. */
static bool is_free(struct kg_hook_slot *slot)
{
	if (kg_party_is_dead(&slot->inside))
		kg_party_end(&slot->inside);
	return !kg_party_is_present(&slot->inside);
}

struct kg_hook_slot *kg_hook_try_claim(struct kg_hook *hook)
{
	struct kg_hook_slot *slot, *found = NULL;

	spin_lock(&slots_lock);
	for (slot = hook->slots; slot < hook->slots + KG_HOOK_SLOTS;
	     slot++) {
		if (!is_free(slot))
			continue;
		/* Fails while the module is unloaded, which then waits for us. */
		slot->holds_module = try_module_get(THIS_MODULE);
		kg_party_begin(&slot->inside);
		found = slot;
		break;
	}
	spin_unlock(&slots_lock);
	return found;
}

/* Looks again from time to time: a task that dies wakes no waiter. */
struct kg_hook_slot *kg_hook_claim(struct kg_hook *hook)
{
	struct kg_hook_slot *slot;
	long left;

	do {
		left = wait_event_killable_timeout(slots_wait,
				(slot = kg_hook_try_claim(hook)), HZ);
	} while (!slot && left >= 0);
	return slot;
}

void kg_hook_release(struct kg_hook_slot *slot)
{
	bool holds_module = slot->holds_module;

	spin_lock(&slots_lock);
	kg_party_end(&slot->inside);
	spin_unlock(&slots_lock);
	wake_up(&slots_wait);
	if (holds_module)
		module_put(THIS_MODULE);
}

static bool is_inside(const struct kg_hook *hook)
{
	unsigned int i;

	for (i = 0; i < KG_HOOK_SLOTS; i++)
		if (READ_ONCE(hook->slots[i].inside.task) == current)
			return true;
	return false;
}
NOKPROBE_SYMBOL(is_inside);

static int divert(struct kprobe *probe, struct pt_regs *regs)
{
	struct kg_hook *hook = container_of(probe, struct kg_hook, probe);

	if (is_inside(hook))
		return 0;
	atomic_inc(&nr_inside);
	kg_arch_divert(regs, (unsigned long)hook->wrapper);
	return 1;
}
NOKPROBE_SYMBOL(divert);

/* Its presence keeps the kernel from turning the breakpoint into a jump. */
static void never_optimize(struct kprobe *probe, struct pt_regs *regs,
			   unsigned long flags)
{
}
NOKPROBE_SYMBOL(never_optimize);

static int __init arm_at(struct kg_hook *hook, void *entry)
{
	int err;

	__static_call_update(hook->key, hook->trampoline, entry);
	hook->is_bound = true;
	memset(&hook->probe, 0, sizeof(hook->probe));
	hook->probe.addr = kg_arch_probe_address(entry);
	hook->probe.pre_handler = divert;
	hook->probe.post_handler = never_optimize;
	err = register_kprobe(&hook->probe);
	if (err) {
		hook->probe.addr = NULL;
		return err;
	}
	/* 7.2 returns success from register_kprobe() when arming failed. */
	if (kg_arch_is_armed(hook->probe.addr))
		return 0;
	unregister_kprobe(&hook->probe);
	hook->probe.addr = NULL;
	return -EIO;
}

void __init kg_hook_arm(struct kg_hook *hook)
{
	const char *const *symbol;
	void *entry;

	hook->error = -ENOENT;
	for (symbol = hook->symbols; *symbol; symbol++) {
		entry = kg_compat_text(*symbol);
		if (!entry)
			continue;
		hook->error = arm_at(hook, entry);
		if (hook->error)
			continue;
		hook->symbol = *symbol;
		hook->record = kg_compat_ftrace_record(entry);
		return;
	}
}

void kg_hook_disarm(struct kg_hook *hook)
{
	if (!hook->probe.addr)
		return;
	/* Cannot fail: only the disarming of ftrace sites allocates. */
	unregister_kprobe(&hook->probe);
	hook->probe.addr = NULL;
}

void kg_hook_drain(void)
{
	wait_event_idle(inside_wait, !atomic_read(&nr_inside));
	/* The last instructions of a wrapper come after kg_hook_leave(). */
	synchronize_rcu_tasks();
}

enum kexecguard_hook_state kg_hook_state(const struct kg_hook *hook)
{
	if (!hook->probe.addr)
		return hook->error ? KEXECGUARD_HOOK_MISSING
				   : KEXECGUARD_HOOK_UNUSED;
	if (!kg_arch_is_armed(hook->probe.addr) ||
	    kg_compat_is_redirected(hook->record))
		return KEXECGUARD_HOOK_DEAD;
	return KEXECGUARD_HOOK_ARMED;
}

int kg_hook_error(const struct kg_hook *hook)
{
	if (hook->probe.addr && kg_compat_is_redirected(hook->record))
		return -EEXIST;
	return hook->error;
}
