// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel offers. It hands the ranges to its callback one after the
 * other, in an order that differs between kernels; to know whether a better one
 * is among them, the same ranges are looked at here, in any order.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memblock.h>

#include "compat.h"
#include "kho.h"
#include "offer.h"

#ifdef CONFIG_ARCH_KEEP_MEMBLOCK

static const struct memblock *memblock_at;	/* the kernel's, or NULL */
static const bool *movable_node_at;		/* likewise */

/* What else it leaves out is never safe. */
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

/* Without a lock, as the kernel does in the same moment. */
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

void __init kg_offer_init(void)
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

void __init kg_offer_init(void)
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

/* With KHO active it offers what it has set aside for that, and nothing else. */
bool kg_offer_any(bool (*will_do)(struct kg_span range, void *data),
		  void *data)
{
	if (kg_kho_is_active())
		return any_scratch(will_do, data);
	return any_ram(will_do, data);
}
