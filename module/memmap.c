// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory map. Read from the resource tree, ACPI, the memory sections and
 * the architecture's firmware tables; from then on each event changes only the
 * ranges that it concerns. This file owns the map; queries hold its lock for
 * reading, for one sweep.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/workqueue.h>

#include "acpi.h"
#include "arch.h"
#include "compat.h"
#include "iomem.h"
#include "kho.h"
#include "memmap.h"
#include "ranges.h"

#define SPARE_RANGES	64	/* for events, beyond twice the initial number */

static DECLARE_RWSEM(map_lock);
static struct kg_map map;		/* protected by map_lock */
static struct kg_rules rules;		/* protected by map_lock */
static u32 unknown;			/* classes; protected by map_lock */
static u64 version;			/* protected by map_lock */
static bool is_known;			/* protected by map_lock */
static bool is_all_marked;		/* protected by map_lock */

/* When reading has failed: the first delay; each is twice the last, up to: */
#define RETRY_FIRST_MS	10u
#define RETRY_LAST_MS	60000u

static void rebuild_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(rebuild_work, rebuild_fn);
static DEFINE_MUTEX(rebuild_lock);	/* one reader of the sources at a time */

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
	capacity = 2 * (inputs.nr + ejectable.nr) + SPARE_RANGES;
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
	is_known = true;
	version++;
}

/*
 * Reading may sleep for long and notifiers take the lock, so the sources are
 * read without it, and again if memory has changed in between.
 */
static int rebuild(void)
{
	struct kg_map fresh;
	bool is_current, all_marked;
	u32 missing;
	u64 seen;
	int err;

	lockdep_assert_held(&rebuild_lock);
	do {
		missing = 0;
		down_read(&map_lock);
		seen = version;
		up_read(&map_lock);
		err = build(&fresh, &missing, &all_marked);

		down_write(&map_lock);
		is_current = version == seen;
		if (!err && is_current)
			publish(&fresh, missing, all_marked);
		up_write(&map_lock);
		if (!err && !is_current)
			kvfree(fresh.ranges);
	} while (!err && !is_current);
	return err;
}

int kg_memmap_reread(void)
{
	int err;

	mutex_lock(&rebuild_lock);
	err = rebuild();
	mutex_unlock(&rebuild_lock);
	return err;
}

/*
 * An event did not fit into the map: read everything again, with more room,
 * until that succeeds. A loader may have done so before.
 */
static void rebuild_fn(struct work_struct *work)
{
	static unsigned int delay_ms;
	int err = kg_memmap_is_known() ? 0 : kg_memmap_reread();

	if (!err) {
		delay_ms = 0;
		return;
	}
	pr_err_once("the memory map is lost for now (error %d)\n",
		    err);
	delay_ms = clamp(delay_ms * 2, RETRY_FIRST_MS, RETRY_LAST_MS);
	schedule_delayed_work(&rebuild_work, msecs_to_jiffies(delay_ms));
}

static void update(struct kg_span span, u32 set, u32 clear)
{
	int err;

	down_write(&map_lock);
	err = is_known ? kg_map_update(&map, span, set, clear) : 0;
	version++;
	if (err)
		is_known = false;
	up_write(&map_lock);
	if (err)
		schedule_delayed_work(&rebuild_work, 0);
}

/*
 * Memory that is added may be brought online before the operation ends, so it
 * is entered, offline, when the operation begins.
 */
void kg_memmap_change_begins(enum kg_change change, struct kg_span span,
			    bool driver)
{
	if (change == KG_CHANGE_ADD)
		update(span, KEXECGUARD_RAM | KEXECGUARD_OFFLINE |
		       KEXECGUARD_HOTADDED | (driver ? KEXECGUARD_DRIVER : 0),
		       0);
}

void kg_memmap_change_ends(enum kg_change change, struct kg_span span,
			  bool has_happened)
{
	u32 present = KG_CLASSES & ~KEXECGUARD_HOTPLUGGABLE;

	switch (change) {
	case KG_CHANGE_ADD:
		if (!has_happened)
			update(span, 0, present);
		break;
	case KG_CHANGE_REMOVE:
		if (has_happened)
			update(span, 0, present);
		break;
	case KG_CHANGE_ONLINE:
		if (has_happened)
			update(span, section_classes(span.start, span.end),
			       KEXECGUARD_OFFLINE | KEXECGUARD_MOVABLE);
		break;
	case KG_CHANGE_OFFLINE:
		if (has_happened)
			update(span, KEXECGUARD_OFFLINE, KEXECGUARD_MOVABLE);
		break;
	}
}

bool kg_memmap_is_known(void)
{
	return READ_ONCE(is_known);
}

int kg_memmap_ensure(void)
{
	return kg_memmap_is_known() ? 0 : kg_memmap_reread();
}

int kg_memmap_verdict(const struct kg_span *spans, unsigned int nr,
		     struct kg_verdict *verdicts)
{
	struct kg_rules now;
	unsigned int i;
	int err = -ENODATA;

	down_read(&map_lock);
	if (!is_known)
		goto unlock;
	/* Acceptance changes without an event; the page check finds it. */
	now = rules;
	now.unsafe &= ~KEXECGUARD_UNACCEPTED;
	for (i = 0; i < nr; i++)
		verdicts[i] = kg_verdict_span(&map, &now, spans[i]);
	err = 0;
unlock:
	up_read(&map_lock);
	return err;
}

int kg_memmap_find(const struct kg_query *query, struct kg_window *window)
{
	int err = -ENODATA;

	down_read(&map_lock);
	if (is_known)
		err = kg_window_find(&map, &rules, query, window);
	up_read(&map_lock);
	return err;
}

bool kg_memmap_is_driver_managed(struct kg_span span)
{
	u32 classes = 0;

	down_read(&map_lock);
	if (is_known)
		classes = kg_map_classes(&map, span.start);
	up_read(&map_lock);
	return classes & KEXECGUARD_DRIVER;
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
	for (i = 0; is_known && i < map.count; i++) {
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
	int err = 0;

	/* Preserving and accepting memory happen without an event. */
	if (kg_kho_is_active() || kg_arch_has_unaccepted())
		kg_memmap_reread();
	down_read(&map_lock);
	*version_to = version;
	*unknown_to = unknown;
	*rules_to = rules;
	*nr = is_known ? map.count : 0;
	if (!is_known)
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
	cancel_delayed_work_sync(&rebuild_work);
	kvfree(map.ranges);
}
