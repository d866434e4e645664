/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The resource tree: holding it still, and what lies in System RAM. The kernel
 * exports the tree's root and not its lock, and no walker that it exports goes
 * below a match or passes on a name.
 */
#ifndef KG_IOMEM_H
#define KG_IOMEM_H

#include <linux/ioport.h>
#include <linux/types.h>

struct file;
struct kg_ranges;

/**
 * struct kg_iomem - a way to hold the tree
 * @file: /proc/iomem, open; NULL where the lock itself is known
 */
struct kg_iomem {
	struct file *file;
};

/* Find the lock, where kallsyms lists data. Context: process; module init. */
void kg_iomem_init(void);

/**
 * kg_iomem_open() - get ready to hold the tree
 * @tree: where the way goes; to be closed by kg_iomem_close()
 *
 * Return: 0; -ENODATA if there is no way on this kernel.
 * Context: process, sleeps.
 */
int kg_iomem_open(struct kg_iomem *tree);
void kg_iomem_close(struct kg_iomem *tree);

/**
 * kg_iomem_hold() - hold the tree: nothing is inserted, removed or changed
 * @tree: the way
 *
 * Takes the kernel's lock for reading: others may read, and the caller must not
 * sleep. Undo with kg_iomem_release().
 */
void kg_iomem_hold(struct kg_iomem *tree);
void kg_iomem_release(struct kg_iomem *tree);

/**
 * kg_iomem_collect() - what lies in System RAM: the running kernel, the crash
 * kernel's memory, and what firmware and kernel keep
 * @list: where it goes, as KEXECGUARD_KERNEL, KEXECGUARD_CRASH or
 *	KEXECGUARD_RESERVED
 *
 * Return: 0; -ENODATA if it cannot be read here; -ENOMEM.
 * Context: process, sleeps.
 */
int kg_iomem_collect(struct kg_ranges *list);

/* The next resource, depth first; NULL after the last. Start at the root. */
static inline struct resource *kg_iomem_next(struct resource *at)
{
	if (at->child)
		return at->child;
	while (!at->sibling && at->parent)
		at = at->parent;
	return at->sibling;
}

/* Is it System RAM, a driver's too? */
static inline bool kg_iomem_is_ram(const struct resource *resource)
{
	return (resource->flags & IORESOURCE_SYSTEM_RAM) ==
	       IORESOURCE_SYSTEM_RAM;
}

#endif /* KG_IOMEM_H */
