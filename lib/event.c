// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Waiting for events and reading them, one at a time: the library buffers none,
 * because poll() would not see it.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <linux/kexecguard.h>

#include "core/names.h"

#define NSEC_PER_SEC 1000000000

struct kguard_event {
	uint64_t sequence;
	uint64_t boottime_ns;
	uint64_t generation;
	uint64_t start;
	uint64_t end;
	enum kexecguard_cause cause;
	enum kexecguard_cause trigger;
	uint32_t flags;
	pid_t pid;
};

int kg_event_from_uapi(const struct kexecguard_event *from,
		       struct kguard_event **to)
{
	struct kguard_event *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->sequence = from->sequence;
	new->boottime_ns = from->boottime_ns;
	new->generation = from->generation;
	new->start = from->start;
	new->end = from->end;
	new->cause = from->cause;
	new->trigger = from->trigger;
	new->flags = from->flags;
	new->pid = from->pid;
	*to = new;
	return 0;
}

KGUARD_API int kguard_wait_event(struct kguard *guard, int64_t timeout_ns)
{
	struct pollfd wait = { .fd = kguard_get_fd(guard), .events = POLLIN };
	struct timespec timeout = {
		.tv_sec = timeout_ns / NSEC_PER_SEC,
		.tv_nsec = timeout_ns % NSEC_PER_SEC,
	};
	int ready;

	ready = ppoll(&wait, 1, timeout_ns < 0 ? NULL : &timeout, NULL);
	if (ready < 0)
		return -errno;
	if (!ready)
		return -ETIMEDOUT;
	return wait.revents & POLLIN ? 0 : -ENODEV;
}

KGUARD_API int kguard_read_event(struct kguard *guard,
				 struct kguard_event **event)
{
	struct kexecguard_event uapi;
	ssize_t got;

	got = read(kguard_get_fd(guard), &uapi, sizeof(uapi));
	if (got < 0)
		return -errno;
	if (got != sizeof(uapi))
		return -EIO;
	return kg_event_from_uapi(&uapi, event);
}

KGUARD_API int kguard_rewind_events(struct kguard *guard, uint64_t *lost)
{
	struct kexecguard_rewind rewind = { .size = sizeof(rewind) };
	int err = kg_ioctl(guard, KEXECGUARD_IOC_REWIND, &rewind);

	if (!err && lost)
		*lost = rewind.position;
	return err;
}

KGUARD_API int kguard_get_last_unload(struct kguard *guard,
				      struct kguard_event **event)
{
	struct kexecguard_unloaded unloaded = { .size = sizeof(unloaded) };
	int err = kg_ioctl(guard, KEXECGUARD_IOC_UNLOADED, &unloaded);

	return err ?: kg_event_from_uapi(&unloaded.event, event);
}

KGUARD_API void kguard_event_free(struct kguard_event *event)
{
	free(event);
}

KGUARD_API uint64_t kguard_event_get_sequence(const struct kguard_event *event)
{
	assert(event);
	return event->sequence;
}

KGUARD_API uint64_t
kguard_event_get_boottime_ns(const struct kguard_event *event)
{
	assert(event);
	return event->boottime_ns;
}

KGUARD_API uint64_t
kguard_event_get_generation(const struct kguard_event *event)
{
	assert(event);
	return event->generation;
}

KGUARD_API uint64_t kguard_event_get_start(const struct kguard_event *event)
{
	assert(event);
	return event->start;
}

KGUARD_API uint64_t kguard_event_get_end(const struct kguard_event *event)
{
	assert(event);
	return event->end;
}

KGUARD_API enum kexecguard_cause
kguard_event_get_cause(const struct kguard_event *event)
{
	assert(event);
	return event->cause;
}

KGUARD_API enum kexecguard_cause
kguard_event_get_trigger(const struct kguard_event *event)
{
	assert(event);
	return event->trigger;
}

KGUARD_API const char *kguard_cause_get_name(enum kexecguard_cause cause)
{
	return kg_cause_name(cause);
}

KGUARD_API bool kguard_cause_is_memory(enum kexecguard_cause cause)
{
	return (cause >= KEXECGUARD_CAUSE_ADD &&
		cause <= KEXECGUARD_CAUSE_OFFLINE) ||
	       cause == KEXECGUARD_CAUSE_PAGE_LOST;
}

KGUARD_API pid_t kguard_event_get_pid(const struct kguard_event *event)
{
	assert(event);
	return event->pid;
}

static bool has_flag(const struct kguard_event *event, uint32_t flag)
{
	assert(event);
	return event->flags & flag;
}

KGUARD_API bool kguard_event_is_overrun(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_OVERRUN);
}

KGUARD_API bool kguard_event_is_cancelled(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_CANCELLED);
}

KGUARD_API bool kguard_event_is_ignored(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_IGNORED);
}

KGUARD_API bool kguard_event_is_driver(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_DRIVER);
}

KGUARD_API bool kguard_event_is_hidden(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_HIDDEN);
}

KGUARD_API bool kguard_event_is_expired(const struct kguard_event *event)
{
	return has_flag(event, KEXECGUARD_EVENT_EXPIRED);
}
