// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two encodings of LMBs in the device tree: one entry for each, or one for
 * a set of neighbours. An old value of a property that is replaced stays with
 * its node, so it can be read without a lock.
 */
#include <linux/kernel.h>
#include <linux/of.h>
#include <asm/drmem.h>

#include "lmb.h"

typedef int (*visitor)(const struct kg_lmb *lmb, void *data);

static int visit_one(u64 base, u32 index, u32 flags, u64 size, visitor visit,
		     void *data)
{
	struct kg_lmb lmb = {
		.span = { base, base + size },
		.index = index,
		.flags = flags,
	};

	return visit(&lmb, data);
}

static int walk_each(const void *entries, u32 nr, u64 size, visitor visit,
		     void *data)
{
	const struct of_drconf_cell_v1 *entry = entries;
	int ret = 0;

	for (; nr && !ret; nr--, entry++)
		ret = visit_one(be64_to_cpu(entry->base_addr),
				be32_to_cpu(entry->drc_index),
				be32_to_cpu(entry->flags), size, visit, data);
	return ret;
}

static int walk_sets(const void *entries, u32 nr, u64 size, visitor visit,
		     void *data)
{
	const struct of_drconf_cell_v2 *entry = entries;
	int ret = 0;
	u32 i, lmbs;

	for (; nr && !ret; nr--, entry++) {
		lmbs = be32_to_cpu((__force __be32)entry->seq_lmbs);
		for (i = 0; i < lmbs && !ret; i++)
			ret = visit_one(be64_to_cpu((__force __be64)
						    entry->base_addr) +
					i * size,
					be32_to_cpu((__force __be32)
						    entry->drc_index) + i,
					be32_to_cpu((__force __be32)
						    entry->flags),
					size, visit, data);
	}
	return ret;
}

static int walk_property(struct device_node *node, const char *name,
			 size_t entry_size,
			 int (*walk)(const void *entries, u32 nr, u64 size,
				     visitor visit, void *data),
			 visitor visit, void *data)
{
	const __be32 *size, *entries;
	int size_length, length;
	u32 nr;

	size = of_get_property(node, "ibm,lmb-size", &size_length);
	entries = of_get_property(node, name, &length);
	if (!size || !entries || length < sizeof(*entries))
		return 0;
	nr = min_t(u32, be32_to_cpu(entries[0]),
		   (length - sizeof(*entries)) / entry_size);
	return walk(entries + 1, nr,
		    of_read_number(size, size_length / sizeof(*size)), visit,
		    data);
}

int kg_lmbs_walk(visitor visit, void *data)
{
	struct device_node *node = of_find_node_by_path(
					"/ibm,dynamic-reconfiguration-memory");
	int ret;

	if (!node)
		return 0;
	ret = walk_property(node, "ibm,dynamic-memory-v2",
			    sizeof(struct of_drconf_cell_v2), walk_sets, visit,
			    data);
	if (!ret)
		ret = walk_property(node, "ibm,dynamic-memory",
				    sizeof(struct of_drconf_cell_v1),
				    walk_each, visit, data);
	of_node_put(node);
	return ret;
}
