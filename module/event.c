// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue of events and the uevent. Current state lives in guard.c; this file
 * only records events, and the unloads for which no uevent has been sent yet:
 * the ring drops old events, and an unload must not be lost with them.
 */
#include <linux/device.h>
#include <linux/init.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "event.h"
#include "trace.h"

static DEFINE_SPINLOCK(ring_lock);
static DECLARE_WAIT_QUEUE_HEAD(ring_wait);
static struct kg_event ring[KG_EVENT_RING];	/* protected by ring_lock */
static u64 ring_last;				/* written under ring_lock */

/*
 * The newest unload. Memory of many blocks causes more events than the ring
 * keeps, after the unload that it led to. Protected by ring_lock.
 */
static struct kg_event last_unload;
static u64 last_unload_sequence;

static struct device *uevent_device;		/* constant while uevent_is_on */
static bool uevent_is_on;			/* protected by ring_lock */

/* Unloads without a uevent: the newest, and how many; protected by ring_lock. */
static struct {
	enum kexecguard_cause trigger;
	u64 generation;
	unsigned int nr;
} pending;

void kg_event_post(struct kg_event *event)
{
	unsigned long flags;
	u64 sequence;

	event->boottime_ns = ktime_get_boottime_ns();
	if (!event->pid && !(current->flags & PF_KTHREAD))
		event->pid = task_tgid_nr(current);

	spin_lock_irqsave(&ring_lock, flags);
	sequence = ring_last + 1;
	ring[sequence % KG_EVENT_RING] = *event;
	if (event->cause == KEXECGUARD_CAUSE_UNLOAD ||
	    event->cause == KEXECGUARD_CAUSE_GUARD_UNLOAD) {
		last_unload = *event;
		last_unload_sequence = sequence;
	}
	WRITE_ONCE(ring_last, sequence);
	spin_unlock_irqrestore(&ring_lock, flags);

	trace_kexecguard_event(sequence, event);
	wake_up_interruptible(&ring_wait);
}

u64 kg_event_last(void)
{
	return READ_ONCE(ring_last);
}

bool kg_event_next(u64 *position, struct kg_event *event, bool *overrun)
{
	unsigned long flags;
	bool found = false;
	u64 wanted;

	*overrun = false;
	spin_lock_irqsave(&ring_lock, flags);
	if (*position >= ring_last)
		goto unlock;
	wanted = *position + 1;
	if (ring_last - wanted >= KG_EVENT_RING) {
		wanted = ring_last - KG_EVENT_RING + 1;
		*overrun = true;
	}
	*event = ring[wanted % KG_EVENT_RING];
	*position = wanted;
	found = true;
unlock:
	spin_unlock_irqrestore(&ring_lock, flags);
	return found;
}

u64 kg_event_oldest(void)
{
	u64 last = kg_event_last();

	return last > KG_EVENT_RING ? last - KG_EVENT_RING : 0;
}

u64 kg_event_last_unload(struct kg_event *event)
{
	unsigned long flags;
	u64 sequence;

	spin_lock_irqsave(&ring_lock, flags);
	*event = last_unload;
	sequence = last_unload_sequence;
	spin_unlock_irqrestore(&ring_lock, flags);
	return sequence;
}

int kg_event_wait(u64 position)
{
	return wait_event_interruptible(ring_wait, kg_event_last() > position);
}

void kg_event_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &ring_wait, wait);
}

/* Only the newest is described: the earlier ones were followed by a load. */
static void uevent_work_fn(struct work_struct *work)
{
	char trigger[40], generation[40], unloads[32];
	char *envp[] = {
		"KEXECGUARD_EVENT=unload", trigger, generation, unloads, NULL
	};

	spin_lock_irq(&ring_lock);
	if (!pending.nr)
		goto unlock;
	snprintf(trigger, sizeof(trigger), "KEXECGUARD_TRIGGER=%s",
		 kg_cause_name(pending.trigger) ?: "none");
	snprintf(generation, sizeof(generation), "KEXECGUARD_GENERATION=%llu",
		 pending.generation);
	snprintf(unloads, sizeof(unloads), "KEXECGUARD_UNLOADS=%u",
		 pending.nr);
	pending.nr = 0;
	spin_unlock_irq(&ring_lock);
	kobject_uevent_env(&uevent_device->kobj, KOBJ_CHANGE, envp);
	return;

unlock:
	spin_unlock_irq(&ring_lock);
}
static DECLARE_WORK(uevent_work, uevent_work_fn);

void __init kg_uevent_start(struct device *device)
{
	uevent_device = device;
	spin_lock_irq(&ring_lock);
	uevent_is_on = true;
	spin_unlock_irq(&ring_lock);
}

/* The work is not queued after the cancellation: both take the lock. */
void kg_uevent_stop(void)
{
	spin_lock_irq(&ring_lock);
	uevent_is_on = false;
	spin_unlock_irq(&ring_lock);
	cancel_work_sync(&uevent_work);
}

void kg_uevent_post(enum kexecguard_cause trigger, u64 generation)
{
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	pending.trigger = trigger;
	pending.generation = generation;
	pending.nr++;
	if (uevent_is_on)
		schedule_work(&uevent_work);
	spin_unlock_irqrestore(&ring_lock, flags);
}
