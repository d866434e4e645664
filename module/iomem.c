// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holding the resource tree still. By its lock, where kallsyms lists that.
 * Kernels that list no data (arm64 before 6.12) take the lock for whoever reads
 * /proc/iomem: the file's own operations take and release it here, without
 * reading. A path leads to whatever the current task's root directory makes of
 * it, so only if it really is that file.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/magic.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "compat.h"
#include "iomem.h"

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

void __init kg_iomem_init(void)
{
	resource_lock_at = kg_compat_data("resource_lock");
}
