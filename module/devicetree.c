// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory nodes of the device tree, and /reserved-memory. What only one
 * architecture has in its tree is in its own firmware.c.
 */
#include <linux/ioport.h>
#include <linux/of.h>
#include <linux/of_address.h>

#include "devicetree.h"
#include "ranges.h"

static int collect_node(struct kg_ranges *inputs, struct device_node *node,
			u32 classes)
{
	struct resource range;
	int err = 0;
	int i;

	for (i = 0; !err && !of_address_to_resource(node, i, &range); i++)
		err = kg_ranges_add_described(inputs, range.start,
					      resource_size(&range), classes);
	return err;
}

static int collect_memory(struct kg_ranges *inputs)
{
	struct device_node *node;
	int err;

	for_each_node_by_type(node, "memory") {
		if (!of_device_is_available(node))
			continue;
		err = collect_node(inputs, node, KEXECGUARD_FIRMWARE);
		if (err) {
			of_node_put(node);
			return err;
		}
	}
	return 0;
}

static int collect_reserved(struct kg_ranges *inputs)
{
	struct device_node *parent = of_find_node_by_path("/reserved-memory");
	struct device_node *node;
	int err = 0;

	for_each_available_child_of_node(parent, node) {
		err = collect_node(inputs, node,
				   of_property_read_bool(node, "no-map") ?
				   KEXECGUARD_NOMAP : KEXECGUARD_RESERVED);
		if (err) {
			of_node_put(node);
			break;
		}
	}
	of_node_put(parent);
	return err;
}

int kg_devicetree_collect(struct kg_ranges *inputs)
{
	int err = collect_memory(inputs);

	return err ? err : collect_reserved(inputs);
}
