/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events: the queue that readers of the device follow, and the uevent. A ring
 * of fixed size; a reader that is too slow loses the oldest events, and its
 * next event has a flag that says so. Readers keep their own position, so they
 * do not take events from each other.
 */
#ifndef KG_EVENT_H
#define KG_EVENT_H

#include <linux/kexecguard.h>
#include <linux/poll.h>
#include <linux/types.h>

#include "core/names.h"
#include "core/policy.h"
#include "core/span.h"

#define KG_EVENT_RING	128	/* events kept; a power of two */

static inline enum kexecguard_cause kg_cause_of(enum kg_change change)
{
	return KEXECGUARD_CAUSE_ADD + change;
}

/**
 * struct kg_event - one event of the queue, kept small
 * @boottime_ns: CLOCK_BOOTTIME; set by kg_event_post()
 * @generation: generation after the event
 * @span: the memory concerned, {0, 0} if none; of an unload by the guard, that
 *	of the memory event that led to it
 * @pid: process that acted, in the initial namespace; if 0, kg_event_post() sets
 *	the current process
 * @cause: what happened
 * @trigger: for KEXECGUARD_CAUSE_GUARD_UNLOAD the memory event that led to it,
 *	0 if none did; of a veto KEXECGUARD_CAUSE_HOLD if a hold is the reason;
 *	of a hold that ended what broke it
 * @cancelled: the memory operation did not happen
 * @ignored: the policy keeps the image
 * @driver: the memory is driver-managed
 * @expired: the time of the hold has run out
 */
struct kg_event {
	u64 boottime_ns;
	u64 generation;
	struct kg_span span;
	u32 pid;
	u8 cause;		/* enum kexecguard_cause */
	u8 trigger;		/* enum kexecguard_cause */
	bool cancelled : 1;
	bool ignored : 1;
	bool driver : 1;
	bool expired : 1;
};

/**
 * kg_event_post() - append to the queue and wake its readers
 * @event: the event; the time is filled in, and the pid if it is 0
 *
 * Never fails: it replaces the oldest event.
 *
 * Context: any except NMI; takes the ring's lock.
 */
void kg_event_post(struct kg_event *event);

/**
 * kg_event_last() - sequence number of the newest event, 0 if none yet
 *
 * Context: any.
 */
u64 kg_event_last(void);

/**
 * kg_event_next() - the event after a position
 * @position: sequence number of the last event that the reader has seen;
 *	advanced on success
 * @event: where the event goes
 * @overrun: set if events between @position and this one are lost
 *
 * Return: true if there was one.
 */
bool kg_event_next(u64 *position, struct kg_event *event, bool *overrun);

/* Position before the oldest event that is kept. Context: any. */
u64 kg_event_oldest(void);

/**
 * kg_event_last_unload() - the newest unload, by the guard or by user space
 * @event: where the event goes
 *
 * It is kept longer than the ring keeps it.
 *
 * Return: its sequence number, 0 if there was none.
 */
u64 kg_event_last_unload(struct kg_event *event);

/* Sleep until there is an event after @position. Return: 0 or -ERESTARTSYS. */
int kg_event_wait(u64 position);

/* Register with poll(); the caller then checks kg_event_last(). */
void kg_event_poll(struct file *file, poll_table *wait);

/**
 * kg_uevent_start() - send uevents for unloads from now on
 * @device: whose uevent it is
 */
void kg_uevent_start(struct device *device);

/* Send no more; none is under way on return. Context: process, sleeps. */
void kg_uevent_stop(void);

/**
 * kg_uevent_post() - an image was unloaded: send a change uevent
 * @trigger: the memory event that outdated it, 0 if none did
 * @generation: of the memory map
 *
 * A worker sends it, because the caller may be a memory notifier, which must
 * not take netlink's locks. If several unloads are waiting for the worker, one
 * uevent describes the newest and counts them. It does not depend on the queue,
 * from which events are lost.
 *
 * Context: any.
 */
void kg_uevent_post(enum kexecguard_cause trigger, u64 generation);

#endif /* KG_EVENT_H */
