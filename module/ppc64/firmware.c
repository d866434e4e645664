// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the device tree says of memory. A loader copies the live tree for the
 * next kernel, so memory that was added later is described as well as the rest;
 * what the hypervisor may take back is an LMB that is not reserved. The kernel
 * enters what it and the firmware occupy, for kexec-tools:
 *
 *	/chosen		linux,kernel-end, linux,htab-base, linux,htab-size
 *	/rtas		linux,rtas-base, rtas-size
 *	PCI bridges	linux,tce-base, linux,tce-size
 *
 * None of these is in /proc/iomem.
 */
#include <linux/init.h>
#include <linux/of.h>
#include <asm/drmem.h>

#include "arch.h"
#include "devicetree.h"
#include "lmb.h"
#include "ranges.h"

static int add_lmb(const struct kg_lmb *lmb, void *inputs)
{
	u32 classes = 0;

	if (lmb->flags & DRCONF_MEM_ASSIGNED)
		classes |= KEXECGUARD_FIRMWARE;
	if (!(lmb->flags & DRCONF_MEM_RESERVED))
		classes |= KEXECGUARD_HOTPLUGGABLE;
	if (!classes)
		return 0;
	return kg_ranges_add_described(inputs, lmb->span.start,
				       kg_span_size(lmb->span), classes);
}

/* A number of one cell or two; 0 if there is none. */
static u64 number(struct device_node *node, const char *name)
{
	const __be32 *cells;
	int length;

	cells = of_get_property(node, name, &length);
	return cells ? of_read_number(cells, length / sizeof(*cells)) : 0;
}

static int collect_pair(struct kg_ranges *inputs, struct device_node *node,
			const char *base, const char *size)
{
	return kg_ranges_add_described(inputs, number(node, base),
				       number(node, size),
				       KEXECGUARD_RESERVED);
}

static int collect_chosen(struct kg_ranges *inputs)
{
	struct device_node *node = of_find_node_by_path("/chosen");
	int err;

	if (!node)
		return 0;
	err = kg_ranges_add_described(inputs, 0,
				      number(node, "linux,kernel-end"),
				      KEXECGUARD_KERNEL);
	if (!err)
		err = collect_pair(inputs, node, "linux,htab-base",
				   "linux,htab-size");
	of_node_put(node);
	return err;
}

static int collect_rtas(struct kg_ranges *inputs)
{
	struct device_node *node = of_find_node_by_path("/rtas");
	int err;

	if (!node)
		return 0;
	err = collect_pair(inputs, node, "linux,rtas-base", "rtas-size");
	of_node_put(node);
	return err;
}

static int collect_tce(struct kg_ranges *inputs)
{
	struct device_node *node;
	int err;

	for_each_node_with_property(node, "linux,tce-base") {
		err = collect_pair(inputs, node, "linux,tce-base",
				   "linux,tce-size");
		if (err) {
			of_node_put(node);
			return err;
		}
	}
	return 0;
}

void __init kg_arch_memory_init(void)
{
}

int kg_arch_collect(struct kg_ranges *inputs)
{
	int err = kg_devicetree_collect(inputs);

	if (!err)
		err = kg_lmbs_walk(add_lmb, inputs);
	if (!err)
		err = collect_chosen(inputs);
	if (!err)
		err = collect_rtas(inputs);
	return err ? err : collect_tce(inputs);
}

const struct kg_rules *kg_arch_rules(void)
{
	return &kg_rules_ppc64;
}
