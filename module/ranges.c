// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of ranges in kernel memory.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ranges.h"

int kg_ranges_add(struct kg_ranges *list, u64 start, u64 end, u32 classes)
{
	struct kg_range *ranges;
	size_t capacity;

	if (start >= end)
		return -EINVAL;
	if (list->nr == list->capacity) {
		capacity = list->capacity * 2 + 64;
		ranges = kvmalloc_array(capacity, sizeof(*ranges), GFP_KERNEL);
		if (!ranges)
			return -ENOMEM;
		if (list->nr)
			memcpy(ranges, list->ranges,
			       list->nr * sizeof(*ranges));
		kvfree(list->ranges);
		list->ranges = ranges;
		list->capacity = capacity;
	}
	list->ranges[list->nr++] = (struct kg_range){
		{ start, end }, classes
	};
	return 0;
}

/* Firmware has such ranges; the kernel treats them in the same way. */
int kg_ranges_add_described(struct kg_ranges *list, u64 start, u64 size,
			    u32 classes)
{
	struct kg_span span;

	if (!size || start == KG_ADDRESS_MAX)
		return 0;
	if (kg_span_from_size(start, size, &span)) {
		pr_notice_once("firmware describes memory beyond all addresses\n");
		span = (struct kg_span){ start, KG_ADDRESS_MAX };
	}
	return kg_ranges_add(list, span.start, span.end, classes);
}
