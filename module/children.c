// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lies in System RAM, copied while the tree is held.
 */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "children.h"
#include "memmap.h"
#include "core/resource.h"
#include "iomem.h"

#define FIRST_CAPACITY	256

/* The tree can grow while it is not held, though hardly more than once. */
#define TRIES_MAX	8

/* By name, not by flags: the crash kernel's memory has those of System RAM. */
static u32 classes_of(const struct resource *resource, bool in_ram)
{
	const char *name = resource->name ?: "";

	return kg_resource_classes(name, strlen(name), in_ram);
}

/* RAM may be a child itself, of a device; its children are one deeper. */
static bool is_in_ram(const struct resource *resource)
{
	while ((resource = resource->parent))
		if (classes_of(resource, false) & KEXECGUARD_RAM)
			return true;
	return false;
}

/* How many there are; those that fit are copied. */
static size_t copy_children(struct kg_range *children, size_t capacity)
{
	struct resource *at = &iomem_resource;
	size_t nr = 0;
	u32 classes;

	while ((at = kg_iomem_next(at))) {
		classes = is_in_ram(at) ? classes_of(at, true) : 0;
		if (!classes || (classes & KEXECGUARD_RAM))
			continue;
		if (nr < capacity)
			children[nr] = (struct kg_range){
				{ at->start, at->end + 1 }, classes
			};
		nr++;
	}
	return nr;
}

/*
 * Nothing is allocated while the tree is held. Half of it would be worse than
 * nothing: it looks complete.
 */
static int collect(struct kg_iomem *tree, struct kg_range **children, size_t *nr)
{
	size_t capacity = FIRST_CAPACITY;
	unsigned int i;

	for (i = 0; i < TRIES_MAX; i++) {
		*children = kvmalloc_array(capacity, sizeof(**children),
					   GFP_KERNEL);
		if (!*children)
			return -ENOMEM;
		kg_iomem_hold(tree);
		*nr = copy_children(*children, capacity);
		kg_iomem_release(tree);
		if (*nr <= capacity)
			return 0;
		kvfree(*children);
		capacity = *nr + FIRST_CAPACITY;
	}
	return -EAGAIN;
}

int kg_children_collect(struct kg_inputs *inputs)
{
	struct kg_range *children;
	struct kg_iomem tree;
	size_t nr, i;
	int err;

	err = kg_iomem_open(&tree);
	if (err)
		return err;
	err = collect(&tree, &children, &nr);
	kg_iomem_close(&tree);
	if (err)
		return err;

	for (i = 0; i < nr && !err; i++)
		err = kg_inputs_add(inputs, children[i].span.start,
				    children[i].span.end, children[i].classes);
	kvfree(children);
	return err;
}
