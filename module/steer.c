// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steering: what kexec_file_load() would put into memory that is not safe goes
 * to a safe window. The kernel hands ranges to its callback one after the
 * other, in an order that differs between kernels; to find out whether a better
 * one is among them, the same ranges are looked at here, in any order.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kexec.h>
#include <linux/memblock.h>

#include "compat.h"
#include "hook.h"
#include "kexec.h"
#include "kho.h"
#include "memmap.h"
#include "pages.h"
#include "steer.h"

bool kg_steer_is_on = true;

KG_HOOK_DEFINE(steer,
	.name = "steer",
	.is_unused = !IS_ENABLED(CONFIG_KEXEC_FILE),
	.symbols = { "locate_mem_hole_callback" },
	.protections = KEXECGUARD_PROTECT_STEER,
	.without = "kexec_file_load() may choose memory that can be removed.")

#ifdef CONFIG_KEXEC_FILE

/* What the kernel offers */

#ifdef CONFIG_ARCH_KEEP_MEMBLOCK

static const struct memblock *memblock_at;	/* the kernel's, or NULL */
static const bool *movable_node_at;		/* likewise */

/* Whatever else the kernel leaves out is never safe. */
static bool is_offered(const struct memblock_region *region)
{
	return !(region->flags & MEMBLOCK_HOTPLUG) ||
	       (movable_node_at && !*movable_node_at);
}

/* The parts of memory that boot has not reserved. */
static bool any_free(struct kg_span memory,
		     bool (*will_do)(struct kg_span range, void *data),
		     void *data)
{
	const struct memblock_type *reserved = &memblock_at->reserved;
	const struct memblock_region *region;
	unsigned long i;

	for (i = 0; i < reserved->cnt; i++) {
		region = &reserved->regions[i];
		if (region->base + region->size <= memory.start)
			continue;
		if (region->base >= memory.end)
			break;
		if (region->base > memory.start &&
		    will_do((struct kg_span){ memory.start, region->base },
			    data))
			return true;
		memory.start = region->base + region->size;
	}
	return memory.start < memory.end && will_do(memory, data);
}

/* Without a lock, as the kernel itself does at this point. */
static bool any_ram(bool (*will_do)(struct kg_span range, void *data),
		    void *data)
{
	const struct memblock_region *region;
	unsigned long i;

	for (i = 0; memblock_at && i < memblock_at->memory.cnt; i++) {
		region = &memblock_at->memory.regions[i];
		if (is_offered(region) &&
		    any_free((struct kg_span){ region->base,
					       region->base + region->size },
			     will_do, data))
			return true;
	}
	return false;
}

void __init kg_steer_init(void)
{
	memblock_at = kg_compat_data("memblock");
	movable_node_at = kg_compat_data("movable_node_enabled");
}

#else

struct question {
	bool (*will_do)(struct kg_span range, void *data);
	void *data;
};

static int ask(struct resource *resource, void *data)
{
	struct kg_span range = { resource->start, resource->end + 1 };
	struct question *question = data;

	return question->will_do(range, question->data);
}

static bool any_ram(bool (*will_do)(struct kg_span range, void *data),
		    void *data)
{
	struct question question = { will_do, data };

	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   0, -1, &question, ask) == 1;
}

void __init kg_steer_init(void)
{
}

#endif /* CONFIG_ARCH_KEEP_MEMBLOCK */

static bool any_scratch(bool (*will_do)(struct kg_span range, void *data),
			void *data)
{
	struct kg_span range;
	unsigned int i;

	for (i = 0; kg_kho_scratch(i, &range); i++)
		if (kg_span_is_valid(range) && will_do(range, data))
			return true;
	return false;
}

/* With KHO active the kernel offers what it has set aside for that, no more. */
static bool offers_any(bool (*will_do)(struct kg_span range, void *data),
		       void *data)
{
	if (kg_kho_is_active())
		return any_scratch(will_do, data);
	return any_ram(will_do, data);
}

/* The choice */

/* How many holes with bad pages are skipped. */
#define HOLES_MAX	16

/* A search for a safe place for the segment that the kernel is placing. */
struct search {
	const struct kexec_buf *buffer;
	struct kg_window window;
};

/* Memory that the kernel accepts for the image is no bad page. */
static bool has_bad_page(struct kg_span span, struct kg_span *bad)
{
	struct kg_pages pages = {};

	kg_pages_look(span, &pages);
	if (kg_compat_accepts_segments())
		pages.reasons &= ~KEXECGUARD_UNACCEPTED;
	*bad = pages.bad;
	return pages.reasons;
}

/*
 * Is there a safe hole inside a range that the kernel offers? The map has
 * neither the segments of the same image that are already placed nor bad pages.
 */
static bool find_hole(struct kg_span range, void *data)
{
	struct kg_span taken[KEXEC_SEGMENT_MAX + HOLES_MAX];
	struct search *search = data;
	const struct kexec_buf *buffer = search->buffer;
	struct kg_query query = {
		.size = buffer->memsz,
		.align = max_t(u64, buffer->buf_align, PAGE_SIZE),
		.min = max_t(u64, buffer->buf_min, range.start),
		.max = buffer->buf_max,
		.avoid = KEXECGUARD_CRASH,
		.exclude = taken,
		.nr_exclude = kg_segments(buffer->image, taken),
		.top_down = buffer->top_down,
	};
	struct kg_span hole;

	/* The kernel's bound is inclusive and may be the last byte of all. */
	if (query.max != KG_ADDRESS_MAX)
		query.max++;
	query.max = min(query.max, range.end);
	while (query.nr_exclude < ARRAY_SIZE(taken)) {
		if (kg_memmap_find(&query, &search->window))
			return false;
		hole.start = search->window.address;
		hole.end = hole.start + buffer->memsz;
		if (!has_bad_page(hole, &taken[query.nr_exclude]))
			return true;
		query.nr_exclude++;
	}
	return false;
}

/* Without a map the kernel's choice stands. */
static bool is_safe(const struct kexec_buf *buffer)
{
	struct kg_span span = { buffer->mem, buffer->mem + buffer->memsz };
	struct kg_verdict verdict;
	struct kg_span bad;

	if (kg_memmap_verdict(&span, 1, &verdict))
		return true;
	return verdict.level == KEXECGUARD_SAFE && !has_bad_page(span, &bad);
}

/*
 * locate_mem_hole_callback(resource, buffer): called for one range after the
 * other until it returns 1, with an address in buffer->mem. The kernel's choice
 * stands if it is safe; else a safe place in the same range is taken; else the
 * kernel goes on to its next range, if any range has a safe place: the earlier
 * ones had none. If no range has one, the kernel's choice stands, and the
 * placement check judges it.
 */
static long steer_hook(const struct kg_args *args)
{
	const struct resource *resource = (struct resource *)args->arg[0];
	struct kexec_buf *buffer = (struct kexec_buf *)args->arg[1];
	struct kg_span range = { resource->start, resource->end + 1 };
	struct search search = { .buffer = buffer };
	unsigned long before = buffer->mem;
	long ret = steer_original(args);

	if ((int)ret != 1 || !READ_ONCE(kg_steer_is_on) ||
	    buffer->image->type != KEXEC_TYPE_DEFAULT || is_safe(buffer))
		return ret;
	if (find_hole(range, &search)) {
		buffer->mem = search.window.address;
		return 1;
	}
	if (!offers_any(find_hole, &search))
		return ret;
	buffer->mem = before;
	return 0;
}

#else

void __init kg_steer_init(void)
{
}

/* Never called: the hook is unused. */
static long steer_hook(const struct kg_args *args)
{
	return steer_original(args);
}

#endif /* CONFIG_KEXEC_FILE */
