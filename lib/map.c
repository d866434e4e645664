// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A snapshot of the memory map, from the guard or from a machine's files, and
 * how suitable a range in it is for an image.
 */
#include "map.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/kexecguard.h>

#include "core/names.h"
#include "internal.h"
#include "sysroot/sysroot.h"

/* The most that the guard can hold. */
#define RANGES_MAX	((size_t)1 << 20)
#define RANGES_FIRST	256

/* The bits for classes in a reasons mask, including those of a newer module. */
#define CLASSES_MAX	(KG_TAKEN - 1)

static bool are_good_ranges(const struct kexecguard_range *ranges, size_t nr)
{
	uint64_t end = 0;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (ranges[i].start < end || ranges[i].start >= ranges[i].end ||
		    !(ranges[i].classes & CLASSES_MAX))
			return false;
		end = ranges[i].end;
	}
	return true;
}

/* With other rules a hole would be good, or windows could not be computed. */
static bool are_good_rules(const struct kexecguard_map *map)
{
	return kg_is_power_of_two(map->page_size) &&
	       (map->unsafe_without & KEXECGUARD_RAM);
}

static void copy_ranges(struct kg_map *to, const struct kexecguard_range *from,
			size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		to->ranges[i] = (struct kg_range){
			.span = { from[i].start, from[i].end },
			.classes = from[i].classes & CLASSES_MAX,
		};
	to->count = nr;
}

int kg_map_from_uapi(const struct kexecguard_map *from,
		     const struct kexecguard_range *ranges,
		     struct kguard_map **to)
{
	struct kg_range *storage;
	struct kguard_map *new;

	if (!are_good_rules(from) || !are_good_ranges(ranges, from->nr))
		return -EIO;

	new = calloc(1, sizeof(*new));
	storage = calloc((size_t)from->nr + 1, sizeof(*storage));
	if (!new || !storage) {
		free(new);
		free(storage);
		return -ENOMEM;
	}

	kg_map_init(&new->map, storage, from->nr);
	copy_ranges(&new->map, ranges, from->nr);
	new->rules.page = from->page_size;
	new->rules.unsafe = from->unsafe;
	new->rules.unsafe_without = from->unsafe_without;
	new->rules.removable = from->removable;
	new->rules.removable_without = from->removable_without;
	new->unknown = from->unknown;
	new->is_all_marked = from->notes & KEXECGUARD_NOTE_ALL_MARKED;
	new->version = from->version;
	*to = new;
	return 0;
}

/* The map may grow between two calls, so repeat until it fits. */
KGUARD_API int kguard_get_map(struct kguard *guard, struct kguard_map **map)
{
	struct kexecguard_range *ranges = NULL, *larger;
	struct kexecguard_map uapi;
	size_t capacity = RANGES_FIRST;
	int err;

	do {
		larger = reallocarray(ranges, capacity, sizeof(*ranges));
		if (!larger) {
			err = -ENOMEM;
			break;
		}
		ranges = larger;
		uapi = (struct kexecguard_map){
			.size = sizeof(uapi),
			.ranges = (uintptr_t)ranges,
			.capacity = capacity,
		};
		err = kg_ioctl(guard, KEXECGUARD_IOC_MAP, &uapi);
		if (err == -ENOSPC && uapi.nr >= RANGES_MAX)
			err = -E2BIG;
		capacity = (size_t)uapi.nr + uapi.nr / 8 + 1;
	} while (err == -ENOSPC);

	if (!err && uapi.nr > uapi.capacity)
		err = -EIO;
	if (!err)
		err = kg_map_from_uapi(&uapi, ranges, map);
	free(ranges);
	return err;
}

static char *describe(const struct kg_error_location *location)
{
	char *text = NULL;
	int length;

	if (location->line)
		length = asprintf(&text, "%s:%u", location->path,
				  location->line);
	else
		length = asprintf(&text, "%s", location->path);
	return length < 0 ? NULL : text;
}

KGUARD_API int kguard_map_read(const char *sysroot, struct kguard_map **map,
			       char **where)
{
	struct kg_sysroot *machine;
	struct kg_error_location location;
	struct kguard_map *new;
	int err;

	new = calloc(1, sizeof(*new));
	if (!new) {
		if (where)
			*where = NULL;
		return -ENOMEM;
	}
	err = kg_sysroot_read(sysroot ? sysroot : "/", KG_ARCH_UNKNOWN,
			      &machine, &location);
	if (err) {
		if (where)
			*where = describe(&location);
		free(new);
		return err;
	}

	new->map = machine->map;
	new->rules = machine->rules;
	new->unknown = machine->unknown;
	new->is_all_marked = machine->is_all_marked;
	machine->map.ranges = NULL;
	kg_sysroot_free(machine);
	*map = new;
	return 0;
}

KGUARD_API void kguard_map_free(struct kguard_map *map)
{
	if (!map)
		return;
	free(map->map.ranges);
	free(map);
}

KGUARD_API size_t kguard_map_get_nr_ranges(const struct kguard_map *map)
{
	assert(map);
	return map->map.count;
}

KGUARD_API int kguard_map_get_range(const struct kguard_map *map, size_t index,
				    uint64_t *start, uint64_t *end,
				    uint32_t *classes)
{
	const struct kg_range *range;

	assert(map);
	if (index >= map->map.count)
		return -ENOENT;

	range = kg_map_at(&map->map, index);
	if (start)
		*start = range->span.start;
	if (end)
		*end = range->span.end;
	if (classes)
		*classes = range->classes;
	return 0;
}

KGUARD_API uint32_t kguard_map_get_unknown(const struct kguard_map *map)
{
	assert(map);
	return map->unknown;
}

KGUARD_API bool kguard_map_is_all_marked(const struct kguard_map *map)
{
	assert(map);
	return map->is_all_marked;
}

KGUARD_API uint64_t kguard_map_get_version(const struct kguard_map *map)
{
	assert(map);
	return map->version;
}

KGUARD_API uint32_t kguard_map_get_page_size(const struct kguard_map *map)
{
	assert(map);
	return map->rules.page;
}

KGUARD_API int kguard_map_judge(const struct kguard_map *map, uint64_t start,
				uint64_t end, enum kexecguard_level *level,
				uint32_t *reasons)
{
	struct kg_verdict verdict;
	struct kg_span span;
	int err;

	assert(map);
	err = kg_span_make(start, end, &span);
	if (err)
		return err;

	verdict = kg_verdict_span(&map->map, &map->rules, span);
	if (level)
		*level = verdict.level;
	if (reasons)
		*reasons = verdict.reasons;
	return 0;
}

KGUARD_API const char *kguard_class_get_name(uint32_t class_bit)
{
	return kg_class_name(class_bit);
}
