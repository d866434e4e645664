// SPDX-License-Identifier: GPL-2.0-only
/*
 * The children of System RAM, copied while the tree is held.
 */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "children.h"
#include "facts.h"
#include "tree.h"

#define CHILDREN_MAX	1024	/* of System RAM resources, together */

static u32 classes_of(const char *name)
{
	if (!strncmp(name, "Crash kernel", 12))
		return KG_CRASH;
	if (!strncmp(name, "Kernel ", 7))
		return KG_KERNEL;
	return KG_RESERVED;
}

/* RAM may be a child itself, of a device; its children are one deeper. */
static size_t copy_children(struct kg_range *children)
{
	struct resource *at = &iomem_resource;
	size_t nr = 0;

	while ((at = kg_tree_next(at)) && nr < CHILDREN_MAX)
		if (kg_tree_is_ram(at->parent) && at->name)
			children[nr++] = (struct kg_range){
				{ at->start, at->end + 1 },
				classes_of(at->name)
			};
	return nr;
}

/* Nothing is allocated while the tree is held. */
int kg_children_collect(struct kg_inputs *inputs)
{
	struct kg_range *children;
	size_t before = inputs->nr;
	struct kg_tree tree;
	size_t nr, i;
	int err;

	err = kg_tree_open(&tree);
	if (err)
		return err;
	children = kvmalloc_array(CHILDREN_MAX, sizeof(*children), GFP_KERNEL);
	if (!children) {
		kg_tree_close(&tree);
		return -ENOMEM;
	}
	kg_tree_hold(&tree);
	nr = copy_children(children);
	kg_tree_release(&tree);
	kg_tree_close(&tree);

	for (i = 0; i < nr && !err; i++)
		err = kg_inputs_add(inputs, children[i].span.start,
				    children[i].span.end, children[i].classes);
	kvfree(children);
	/* Half of it is worse than nothing: it looks complete. */
	if (!err && nr == CHILDREN_MAX)
		err = -ENODATA;
	if (err)
		inputs->nr = before;
	return err;
}
