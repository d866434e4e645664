// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kexec HandOver. The scratch areas are fixed at boot. Preserved memory changes
 * at any time, without an event, so it is read for each copy of the map, and no
 * verdict relies on it: whatever is not scratch is unsafe.
 */
#include <linux/bitops.h>
#include <linux/init.h>
#include <linux/mm.h>

#include "compat.h"
#include "kho.h"
#include "ranges.h"

/* Bounds the memory used: a machine may preserve page by page. */
#define PRESERVED_MAX	((size_t)1 << 14)

static struct kho_scratch **scratch_at;	/* the kernel's, or NULL */
static const unsigned int *nr_scratch_at;	/* likewise */

bool kg_kho_scratch(unsigned int index, struct kg_span *span)
{
	const struct kho_scratch *area;

	if (!scratch_at || !nr_scratch_at || index >= *nr_scratch_at)
		return false;
	area = &(*scratch_at)[index];
	*span = (struct kg_span){ area->addr, area->addr + area->size };
	return true;
}

static int collect_scratch(struct kg_ranges *inputs)
{
	struct kg_span span;
	unsigned int i;
	int err = 0;

	for (i = 0; !err && kg_kho_scratch(i, &span); i++)
		if (kg_span_is_valid(span))
			err = kg_ranges_add(inputs, span.start, span.end,
					    KEXECGUARD_SCRATCH);
	return err;
}

/**
 * struct preserved - the preserved memory found so far
 * @inputs: where it goes
 * @first: index of its first range
 */
struct preserved {
	struct kg_ranges *inputs;
	size_t first;
};

/* Extends the last input if the range follows it. */
static int add_preserved(u64 start, u64 end, void *data)
{
	struct preserved *preserved = data;
	struct kg_ranges *inputs = preserved->inputs;
	size_t nr = inputs->nr - preserved->first;

	if (nr && inputs->ranges[inputs->nr - 1].span.end == start) {
		inputs->ranges[inputs->nr - 1].span.end = end;
		return 0;
	}
	if (nr == PRESERVED_MAX)
		return -ENODATA;
	return kg_ranges_add(inputs, start, end, KEXECGUARD_PRESERVED);
}

int kg_kho_collect(struct kg_ranges *inputs, u32 *missing)
{
	struct preserved preserved = { .inputs = inputs };
	int err;

	if (!kg_kho_is_active())
		return 0;
	if (!scratch_at || !nr_scratch_at)
		*missing |= KEXECGUARD_SCRATCH;
	err = collect_scratch(inputs);
	if (err)
		return err;
	preserved.first = inputs->nr;
	err = kg_compat_preserved(add_preserved, &preserved);
	/* Drop a part of it: it would look complete. */
	if (err)
		inputs->nr = preserved.first;
	if (err != -ENODATA)
		return err;
	*missing |= KEXECGUARD_PRESERVED;
	return 0;
}

void __init kg_kho_init(void)
{
	scratch_at = kg_compat_data("kho_scratch");
	nr_scratch_at = kg_compat_data("kho_scratch_cnt");
	kg_compat_preserved_init();
}
