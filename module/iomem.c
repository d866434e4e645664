// SPDX-License-Identifier: GPL-2.0-only
/*
 * The resource tree. It is held by its lock, where kallsyms lists that. Kernels
 * that list no data (arm64 before 6.12) take the lock for readers of
 * /proc/iomem: the file's own operations take and release it here, without
 * reading. The path is resolved in the current task's root directory, so the
 * file is checked to be the one of procfs.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "compat.h"
#include "core/resource.h"
#include "iomem.h"
#include "ranges.h"

static rwlock_t *resource_lock_at;	/* the kernel's, or NULL */

static bool is_iomem(const struct file *file)
{
	const struct dentry *dentry = file->f_path.dentry;

	return dentry->d_sb->s_magic == PROC_SUPER_MAGIC &&
	       dentry->d_parent == dentry->d_sb->s_root &&
	       !strcmp(dentry->d_name.name, "iomem");
}

int kg_iomem_open(struct kg_iomem *tree)
{
	struct file *file;

	tree->file = NULL;
	if (resource_lock_at)
		return 0;
	file = filp_open("/proc/iomem", O_RDONLY, 0);
	if (IS_ERR(file))
		return -ENODATA;
	if (!is_iomem(file)) {
		filp_close(file, NULL);
		return -ENODATA;
	}
	tree->file = file;
	return 0;
}

void kg_iomem_close(struct kg_iomem *tree)
{
	if (tree->file)
		filp_close(tree->file, NULL);
	tree->file = NULL;
}

void kg_iomem_hold(struct kg_iomem *tree)
	__acquires(resource_lock_at)
{
	struct seq_file *sequence;
	loff_t at = 0;

	if (!tree->file) {
		read_lock(resource_lock_at);
		return;
	}
	sequence = tree->file->private_data;
	sequence->op->start(sequence, &at);
	__acquire(resource_lock_at);
}

void kg_iomem_release(struct kg_iomem *tree)
	__releases(resource_lock_at)
{
	struct seq_file *sequence;

	if (!tree->file) {
		read_unlock(resource_lock_at);
		return;
	}
	sequence = tree->file->private_data;
	sequence->op->stop(sequence, NULL);
	__release(resource_lock_at);
}

/* The children of System RAM, copied while the tree is held */

#define FIRST_CAPACITY	256

/* The tree may grow while it is not held, but rarely more than once. */
#define TRIES_MAX	8

/* By name: the flags of the crash kernel's memory are those of System RAM. */
static u32 classes_of(const struct resource *resource, bool in_ram)
{
	const char *name = resource->name ?: "";

	return kg_resource_classes(name, strlen(name), in_ram);
}

/* RAM may itself be the child of a device. */
static bool is_in_ram(const struct resource *resource)
{
	while ((resource = resource->parent))
		if (classes_of(resource, false) & KEXECGUARD_RAM)
			return true;
	return false;
}

/* Return: how many there are; those that fit are copied. */
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
 * Nothing can be allocated while the tree is held. A part of the children is
 * never returned: it would look complete.
 */
static int copy_held(struct kg_iomem *tree, struct kg_range **children,
		     size_t *nr)
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

int kg_iomem_collect(struct kg_ranges *inputs)
{
	struct kg_range *children;
	struct kg_iomem tree;
	size_t nr, i;
	int err;

	err = kg_iomem_open(&tree);
	if (err)
		return err;
	err = copy_held(&tree, &children, &nr);
	kg_iomem_close(&tree);
	if (err)
		return err;

	for (i = 0; i < nr && !err; i++)
		err = kg_ranges_add(inputs, children[i].span.start,
				    children[i].span.end, children[i].classes);
	kvfree(children);
	return err;
}

void __init kg_iomem_init(void)
{
	resource_lock_at = kg_compat_data("resource_lock");
}
