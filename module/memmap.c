// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory map, read from the resource tree, ACPI, the memory sections and the
 * architecture's firmware tables. Events change nothing in it: it is read anew
 * before it is used if memory has changed since. This file owns the map; queries
 * hold its lock for reading, for one sweep.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

#include "acpi.h"
#include "arch.h"
#include "compat.h"
#include "iomem.h"
#include "kho.h"
#include "memmap.h"
#include "ranges.h"

static DECLARE_RWSEM(map_lock);
static struct kg_map map;		/* protected by map_lock */
static struct kg_rules rules;		/* protected by map_lock */
static u32 unknown;			/* classes; protected by map_lock */
static u64 version;			/* protected by map_lock */
static s64 read_at = -1;		/* changes then; protected by map_lock */
static bool is_known = true;		/* the last reading succeeded */
static bool is_all_marked;		/* protected by map_lock */

static atomic64_t changes;		/* of memory, that are over */
static atomic_t nr_changing;		/* that are not, or whose task has died */
static DEFINE_MUTEX(sources_lock);		/* one reader of the sources at a time */

/* System RAM */

static int add_ram(struct resource *resource, void *inputs)
{
	u32 classes = KEXECGUARD_RAM;

	if (resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED)
		classes |= KEXECGUARD_DRIVER;
	return kg_ranges_add(inputs, resource->start, resource->end + 1,
			     classes);
}

static int collect_ram(struct kg_ranges *inputs)
{
	int err = walk_iomem_res_desc(IORES_DESC_NONE,
				      IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				      0, -1, inputs, add_ram);

	/* The walker returns -EINVAL when it has found nothing. */
	return err == -EINVAL && inputs->nr ? 0 : err;
}

/* Sections: what is online, and in which zone */

/*
 * The first page frame that has a page. A range that begins inside a page is
 * judged by that page. But a block with memmap_on_memory starts with frames
 * that have none, and on arm64 a frame that RAM shares with memory kept by
 * firmware may have none.
 */
static struct page *first_page(u64 start, u64 end)
{
	unsigned long last = PHYS_PFN(end - 1);
	unsigned long pfn = PHYS_PFN(start);
	struct page *page = kg_compat_online_page(pfn);

	for (pfn++; !page && pfn <= last; pfn += PAGES_PER_SECTION / 16)
		page = kg_compat_online_page(pfn);
	return page;
}

/* Without a page the range is as its section is, and in no zone. */
static u32 section_classes(u64 start, u64 end)
{
	struct page *page = first_page(start, end);

	if (!page)
		return kg_compat_is_online(PHYS_PFN(start)) ?
		       0 : KEXECGUARD_OFFLINE;
	return page_zonenum(page) == ZONE_MOVABLE ? KEXECGUARD_MOVABLE : 0;
}

/* Extends the last input if the range follows it and has the same classes. */
static int add_section(struct kg_ranges *inputs, size_t first, u64 start,
		       u64 end, u32 classes)
{
	struct kg_range *last = &inputs->ranges[inputs->nr - 1];

	if (inputs->nr > first && last->classes == classes &&
	    last->span.end == start) {
		last->span.end = end;
		return 0;
	}
	return kg_ranges_add(inputs, start, end, classes);
}

static int collect_sections(struct kg_ranges *inputs)
{
	u64 size = (u64)PAGES_PER_SECTION << PAGE_SHIFT;
	size_t nr = inputs->nr, i;
	u64 at, end;
	u32 classes;
	int err;

	for (i = 0; i < nr; i++) {
		struct kg_range range = inputs->ranges[i];

		if (!(range.classes & KEXECGUARD_RAM))
			continue;
		for (at = range.span.start; at < range.span.end; at = end) {
			end = min(round_down(at, size) + size, range.span.end);
			classes = section_classes(at, end);
			err = classes ? add_section(inputs, nr, at, end,
						    classes) : 0;
			if (err)
				return err;
			cond_resched();
		}
	}
	return 0;
}

/* The map */

static int collect(struct kg_ranges *inputs, u32 *missing)
{
	int err = collect_ram(inputs);

	if (!err)
		err = collect_sections(inputs);
	if (!err)
		err = kg_arch_collect(inputs);
	if (!err)
		err = kg_acpi_collect_srat(inputs);
	if (err)
		return err;
	err = kg_iomem_collect(inputs);
	if (err == -ENODATA) {
		*missing = KEXECGUARD_RESERVED | KEXECGUARD_CRASH |
			   KEXECGUARD_KERNEL;
		err = 0;
	}
	if (!err)
		err = kg_arch_collect_unaccepted(inputs);
	return err ? err : kg_kho_collect(inputs, missing);
}

/* Ejectable devices are certain, also where SRAT's marks are ignored. */
static int enter_ejectable(struct kg_map *to, const struct kg_ranges *ejectable)
{
	size_t i;
	int err = 0;

	for (i = 0; i < ejectable->nr && !err; i++)
		err = kg_map_update(to, ejectable->ranges[i].span,
				    KEXECGUARD_HOTPLUGGABLE, 0);
	return err;
}

static int build(struct kg_map *to, u32 *missing, bool *all_marked)
{
	struct kg_ranges inputs = {}, ejectable = {};
	struct kg_edge *edges = NULL;
	struct kg_range *storage;
	size_t capacity;
	int err = collect(&inputs, missing);

	if (!err)
		err = kg_acpi_collect_ejectable(&ejectable);
	if (err)
		goto free_inputs;
	/* Each ejectable device may cut two ranges. */
	capacity = 2 * inputs.nr + 4 * ejectable.nr;
	storage = kvmalloc_array(capacity, sizeof(*storage), GFP_KERNEL);
	edges = kvmalloc_array(KG_MAP_EDGES(inputs.nr), sizeof(*edges),
			       GFP_KERNEL);
	if (!storage || !edges) {
		kvfree(storage);
		err = -ENOMEM;
		goto free_inputs;
	}
	kg_map_init(to, storage, capacity);
	err = kg_map_build(to, inputs.ranges, inputs.nr, edges,
			   KG_MAP_EDGES(inputs.nr));
	if (!err) {
		*all_marked = kg_map_disbelieve(to);
		err = enter_ejectable(to, &ejectable);
	}
	if (err)
		kvfree(storage);
free_inputs:
	kvfree(edges);
	kvfree(ejectable.ranges);
	kvfree(inputs.ranges);
	return err;
}

static void publish(const struct kg_map *fresh, u32 missing, bool all_marked)
{
	lockdep_assert_held_write(&map_lock);
	kvfree(map.ranges);
	map = *fresh;
	unknown = missing;
	is_all_marked = all_marked;
	rules = *kg_arch_rules();
	rules.page = PAGE_SIZE;
	if (kg_kho_is_active())
		kg_rules_handover(&rules);
	if (kg_compat_accepts_segments())
		rules.unsafe &= ~KEXECGUARD_UNACCEPTED;
	/* Preserved memory is not scratch, whether it is known or not. */
	kg_rules_without(&rules, missing & ~KEXECGUARD_PRESERVED);
	version++;
}

/* Reading may sleep for long, so it is done without the lock. */
static int read_sources(void)
{
	s64 seen = atomic64_read(&changes);
	struct kg_map fresh;
	bool all_marked;
	u32 missing = 0;
	int err = build(&fresh, &missing, &all_marked);

	lockdep_assert_held(&sources_lock);
	WRITE_ONCE(is_known, !err);
	if (err) {
		pr_warn_ratelimited("the memory map cannot be read (error %d)\n",
				    err);
		return err;
	}
	down_write(&map_lock);
	publish(&fresh, missing, all_marked);
	read_at = seen;
	up_write(&map_lock);
	return 0;
}

int kg_memmap_reread(void)
{
	int err;

	mutex_lock(&sources_lock);
	err = read_sources();
	mutex_unlock(&sources_lock);
	return err;
}

static bool is_current(void)
{
	bool ret;

	down_read(&map_lock);
	ret = read_at == atomic64_read(&changes) && !atomic_read(&nr_changing);
	up_read(&map_lock);
	return ret;
}

int kg_memmap_read(void)
{
	return is_current() ? 0 : kg_memmap_reread();
}

void kg_memmap_change_begins(void)
{
	atomic_inc(&nr_changing);
}

void kg_memmap_change_ends(bool has_begun)
{
	atomic64_inc(&changes);
	if (has_begun)
		atomic_dec(&nr_changing);
}

bool kg_memmap_is_known(void)
{
	return READ_ONCE(is_known);
}

int kg_memmap_verdict(const struct kg_span *spans, unsigned int nr,
		     struct kg_verdict *verdicts)
{
	struct kg_rules now;
	unsigned int i;

	if (!kg_memmap_is_known())
		return -ENODATA;
	down_read(&map_lock);
	/* Acceptance changes without an event; the page check finds it. */
	now = rules;
	now.unsafe &= ~KEXECGUARD_UNACCEPTED;
	for (i = 0; i < nr; i++)
		verdicts[i] = kg_verdict_span(&map, &now, spans[i]);
	up_read(&map_lock);
	return 0;
}

int kg_memmap_find(const struct kg_query *query, struct kg_window *window)
{
	int err;

	if (!kg_memmap_is_known())
		return -ENODATA;
	down_read(&map_lock);
	err = kg_window_find(&map, &rules, query, window);
	up_read(&map_lock);
	return err;
}

static int find_driver(struct resource *resource, void *is_found)
{
	*(bool *)is_found = resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED;
	return 1;
}

/* Not by the map, which must not be read in a notifier. */
bool kg_memmap_is_driver_managed(struct kg_span span)
{
	bool is_found = false;

	walk_iomem_res_desc(IORES_DESC_NONE,
			    IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
			    span.start, span.end - 1, &is_found, find_driver);
	return is_found;
}

#ifdef KG_ARCH_MARKS
static bool is_hotadded(u32 classes)
{
	return (classes & (KEXECGUARD_RAM | KEXECGUARD_HOTADDED |
			   KEXECGUARD_FIRMWARE | KEXECGUARD_DRIVER)) ==
	       (KEXECGUARD_RAM | KEXECGUARD_HOTADDED);
}

/* For marking. Neighbours count as one: online memory may be in pieces. */
bool kg_memmap_next_hotadded(u64 from, struct kg_span *span)
{
	const struct kg_range *range;
	bool is_found = false;
	size_t i;

	down_read(&map_lock);
	for (i = 0; i < map.count; i++) {
		range = kg_map_at(&map, i);
		if (range->span.start < from)
			continue;
		if (is_found && (range->span.start != span->end ||
				 !is_hotadded(range->classes)))
			break;
		if (!is_hotadded(range->classes))
			continue;
		if (!is_found)
			span->start = range->span.start;
		span->end = range->span.end;
		is_found = true;
	}
	up_read(&map_lock);
	return is_found;
}
#endif /* KG_ARCH_MARKS */

bool kg_memmap_all_marked(void)
{
	return READ_ONCE(is_all_marked);
}

int kg_memmap_copy(struct kg_range *ranges, size_t capacity, u64 *version_to,
		  u32 *unknown_to, struct kg_rules *rules_to, size_t *nr)
{
	size_t i;
	int err;

	/* Preserving and accepting memory happen without an event. */
	if (kg_kho_is_active() || kg_arch_has_unaccepted())
		err = kg_memmap_reread();
	else
		err = kg_memmap_read();
	down_read(&map_lock);
	*version_to = version;
	*unknown_to = unknown;
	*rules_to = rules;
	*nr = err ? 0 : map.count;
	if (err)
		err = -ENODATA;
	else if (map.count > capacity)
		err = -ENOSPC;
	for (i = 0; !err && i < map.count; i++)
		ranges[i] = *kg_map_at(&map, i);
	up_read(&map_lock);
	return err;
}

void __init kg_memmap_init(void)
{
	kg_iomem_init();
	kg_arch_memory_init();
	kg_kho_init();
}

void kg_memmap_exit(void)
{
	kvfree(map.ranges);
}
