// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A snapshot of the load record: who loaded the normal image, when and where.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include <linux/kexecguard.h>

#include "core/names.h"

struct kguard_segment {
	uint64_t start;
	uint64_t end;
	enum kexecguard_level level;
	uint32_t reasons;
};

struct kguard_record {
	uint32_t flags;
	pid_t pid;
	uid_t uid;
	char comm[KEXECGUARD_COMM_LEN + 1];
	uint64_t image;
	uint64_t generation;
	uint64_t boottime_ns;
	uint64_t realtime_ns;
	enum kexecguard_level level;
	uint32_t reasons;
	uint32_t copied;
	uint32_t in_place;
	uint32_t control;
	uint32_t lost_sources;
	uint32_t lost_controls;
	uint32_t lost_destinations;
	uint32_t poisoned;
	size_t nr_segments;
	struct kguard_segment segments[KEXECGUARD_SEGMENTS];
};

static size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* A newer module's level is unknown here. */
static enum kexecguard_level level_of(uint32_t level)
{
	return level < KEXECGUARD_UNKNOWN ? level : KEXECGUARD_UNKNOWN;
}

static void copy_segments(struct kguard_record *to,
			  const struct kexecguard_record *from)
{
	size_t i;

	if (from->flags & KEXECGUARD_RECORD_NO_SEGMENTS)
		return;

	to->nr_segments = min_size(from->nr_segments, KEXECGUARD_SEGMENTS);
	for (i = 0; i < to->nr_segments; i++) {
		to->segments[i].start = from->segments[i].start;
		to->segments[i].end = from->segments[i].end;
		to->segments[i].level = level_of(from->segments[i].level);
		to->segments[i].reasons = from->segments[i].reasons;
	}
}

static void copy_audit(struct kguard_record *to,
		       const struct kexecguard_record *from)
{
	if (!(from->flags & KEXECGUARD_RECORD_AUDITED))
		return;
	to->copied = from->copied;
	to->in_place = from->in_place;
	to->control = from->control;
	to->lost_sources = from->lost_sources;
	to->lost_controls = from->lost_controls;
	to->lost_destinations = from->lost_destinations;
	to->poisoned = from->poisoned;
}

int kg_record_from_uapi(const struct kexecguard_record *from,
			struct kguard_record **to)
{
	struct kguard_record *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->flags = from->flags;
	new->pid = from->pid;
	new->uid = from->uid;
	kg_copy_string(new->comm, from->comm, sizeof(from->comm));
	new->image = from->image;
	new->generation = from->generation;
	new->boottime_ns = from->boottime_ns;
	new->realtime_ns = from->realtime_ns;
	new->level = level_of(from->level);
	new->reasons = from->reasons;
	copy_audit(new, from);
	copy_segments(new, from);
	*to = new;
	return 0;
}

KGUARD_API int kguard_get_record(struct kguard *guard,
				 struct kguard_record **record)
{
	struct kexecguard_record uapi = { .size = sizeof(uapi) };
	int err;

	err = kg_ioctl(guard, KEXECGUARD_IOC_RECORD, &uapi);
	if (err)
		return err;
	return kg_record_from_uapi(&uapi, record);
}

KGUARD_API void kguard_record_free(struct kguard_record *record)
{
	free(record);
}

KGUARD_API bool kguard_record_is_file_load(const struct kguard_record *record)
{
	assert(record);
	return record->flags & KEXECGUARD_RECORD_FILE;
}

KGUARD_API bool kguard_record_is_before(const struct kguard_record *record)
{
	assert(record);
	return record->flags & KEXECGUARD_RECORD_BEFORE;
}

KGUARD_API bool kguard_record_has_segments(const struct kguard_record *record)
{
	assert(record);
	return !(record->flags & KEXECGUARD_RECORD_NO_SEGMENTS);
}

KGUARD_API bool kguard_record_is_hidden(const struct kguard_record *record)
{
	assert(record);
	return record->flags & KEXECGUARD_RECORD_HIDDEN;
}

KGUARD_API uint64_t
kguard_record_get_image(const struct kguard_record *record)
{
	assert(record);
	return record->image;
}

KGUARD_API pid_t kguard_record_get_pid(const struct kguard_record *record)
{
	assert(record);
	return record->pid;
}

KGUARD_API uid_t kguard_record_get_uid(const struct kguard_record *record)
{
	assert(record);
	return record->uid;
}

KGUARD_API const char *
kguard_record_get_comm(const struct kguard_record *record)
{
	assert(record);
	return record->comm;
}

KGUARD_API uint64_t
kguard_record_get_generation(const struct kguard_record *record)
{
	assert(record);
	return record->generation;
}

KGUARD_API uint64_t
kguard_record_get_boottime_ns(const struct kguard_record *record)
{
	assert(record);
	return record->boottime_ns;
}

KGUARD_API uint64_t
kguard_record_get_realtime_ns(const struct kguard_record *record)
{
	assert(record);
	return record->realtime_ns;
}

KGUARD_API size_t
kguard_record_get_nr_segments(const struct kguard_record *record)
{
	assert(record);
	return record->nr_segments;
}

KGUARD_API int kguard_record_get_segment(const struct kguard_record *record,
					 size_t index, uint64_t *start,
					 uint64_t *end)
{
	assert(record);
	if (index >= record->nr_segments)
		return -ENOENT;
	if (kguard_record_is_hidden(record))
		return -EPERM;

	if (start)
		*start = record->segments[index].start;
	if (end)
		*end = record->segments[index].end;
	return 0;
}

KGUARD_API enum kexecguard_level
kguard_record_get_level(const struct kguard_record *record)
{
	assert(record);
	return record->level;
}

KGUARD_API uint32_t
kguard_record_get_reasons(const struct kguard_record *record)
{
	assert(record);
	return record->reasons;
}

KGUARD_API int kguard_record_get_placement(const struct kguard_record *record,
					   size_t index,
					   enum kexecguard_level *level,
					   uint32_t *reasons)
{
	assert(record);
	if (index >= record->nr_segments)
		return -ENOENT;

	if (level)
		*level = record->segments[index].level;
	if (reasons)
		*reasons = record->segments[index].reasons;
	return 0;
}

KGUARD_API const char *kguard_level_get_name(enum kexecguard_level level)
{
	return kg_level_name(level);
}

KGUARD_API const char *kguard_reason_get_name(uint32_t reason)
{
	return kg_reason_name(reason);
}

KGUARD_API bool kguard_record_is_audited(const struct kguard_record *record)
{
	assert(record);
	return record->flags & KEXECGUARD_RECORD_AUDITED;
}

KGUARD_API bool kguard_record_is_mapped(const struct kguard_record *record)
{
	assert(record);
	return record->flags & KEXECGUARD_RECORD_MAPPED;
}

KGUARD_API uint32_t
kguard_record_get_copied(const struct kguard_record *record)
{
	assert(record);
	return record->copied;
}

KGUARD_API uint32_t
kguard_record_get_in_place(const struct kguard_record *record)
{
	assert(record);
	return record->in_place;
}

KGUARD_API uint32_t
kguard_record_get_control(const struct kguard_record *record)
{
	assert(record);
	return record->control;
}

KGUARD_API uint32_t
kguard_record_get_lost_sources(const struct kguard_record *record)
{
	assert(record);
	return record->lost_sources;
}

KGUARD_API uint32_t
kguard_record_get_lost_controls(const struct kguard_record *record)
{
	assert(record);
	return record->lost_controls;
}

KGUARD_API uint32_t
kguard_record_get_lost_destinations(const struct kguard_record *record)
{
	assert(record);
	return record->lost_destinations;
}

KGUARD_API uint32_t
kguard_record_get_poisoned(const struct kguard_record *record)
{
	assert(record);
	return record->poisoned;
}
