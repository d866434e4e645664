// SPDX-License-Identifier: GPL-2.0-only
/*
 * No walker that the kernel exports goes below a matching parent. So the tree
 * is walked here, under its own lock, where kallsyms lists that. Kernels that
 * list no data (arm64 before 6.12) still have /proc/iomem: read as a file, and
 * only if it really is that file, because a path leads to whatever the current
 * task's root directory makes of it.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "children.h"
#include "compat.h"
#include "facts.h"

#define CHILDREN_MAX	1024	/* of System RAM resources, together */
#define DEPTH_MAX	16	/* of the tree; the kernel prints fewer levels */

static rwlock_t *resource_lock_at;	/* the kernel's, or NULL */

static u32 classes_of(const char *name)
{
	if (!strncmp(name, "Crash kernel", 12))
		return KG_CRASH;
	if (!strncmp(name, "Kernel ", 7))
		return KG_KERNEL;
	return KG_RESERVED;
}

/* The tree itself */

static bool is_ram(const struct resource *resource)
{
	return (resource->flags & IORESOURCE_SYSTEM_RAM) ==
	       IORESOURCE_SYSTEM_RAM;
}

/* RAM may be a child itself, of a device; its children are one deeper. */
static size_t copy_children(const struct resource *parent,
			    struct kg_range *children)
{
	const struct resource *at = parent->child;
	size_t nr = 0;

	while (at && nr < CHILDREN_MAX) {
		if (is_ram(at->parent) && at->name)
			children[nr++] = (struct kg_range){
				{ at->start, at->end + 1 },
				classes_of(at->name)
			};
		if (at->child) {
			at = at->child;
			continue;
		}
		while (!at->sibling && at->parent != parent)
			at = at->parent;
		at = at->sibling;
	}
	return nr;
}

/* Nothing is allocated while the kernel's lock is held. */
static int walk_tree(struct kg_inputs *inputs)
{
	struct kg_range *children;
	size_t nr, i;
	int err = 0;

	children = kvmalloc_array(CHILDREN_MAX, sizeof(*children), GFP_KERNEL);
	if (!children)
		return -ENOMEM;
	read_lock(resource_lock_at);
	nr = copy_children(&iomem_resource, children);
	read_unlock(resource_lock_at);

	for (i = 0; i < nr && !err; i++)
		err = kg_inputs_add(inputs, children[i].span.start,
				    children[i].span.end, children[i].classes);
	kvfree(children);
	if (!err && nr == CHILDREN_MAX)
		err = -ENODATA;
	return err;
}

/* The file */

struct reader {
	struct kg_inputs *inputs;
	bool is_ram[DEPTH_MAX];	/* the last line of each depth */
	bool has_ram;		/* addresses were shown */
};

static bool is_iomem(const struct file *file)
{
	const struct dentry *dentry = file->f_path.dentry;

	return dentry->d_sb->s_magic == PROC_SUPER_MAGIC &&
	       dentry->d_parent == dentry->d_sb->s_root &&
	       !strcmp(dentry->d_name.name, "iomem");
}

/* "    40210000-41ffffff : Kernel code": two blanks a level, end included. */
static int take_line(struct reader *reader, char *line)
{
	char *text = skip_spaces(line);
	size_t depth = (text - line) / 2;
	char *name = strstr(text, " : ");
	char *dash = strchr(text, '-');
	u64 start, end;
	int err = 0;

	if (!name || !dash || dash > name || depth >= DEPTH_MAX)
		return -ENODATA;
	*name = '\0';
	*dash = '\0';
	name += 3;
	if (kstrtou64(text, 16, &start) || kstrtou64(dash + 1, 16, &end))
		return -ENODATA;

	reader->is_ram[depth] = !strncmp(name, "System RAM", 10);
	if (reader->is_ram[depth] && end)
		reader->has_ram = true;
	if (depth && reader->is_ram[depth - 1])
		err = kg_inputs_add(reader->inputs, start, end + 1,
				    classes_of(name));
	return err;
}

/* Takes whole lines. Return: how many bytes are left, or -errno. */
static ssize_t take_lines(struct reader *reader, char *text, size_t length)
{
	char *end = text + length;
	char *next;
	int err;

	while ((next = memchr(text, '\n', end - text))) {
		*next = '\0';
		err = take_line(reader, text);
		if (err)
			return err;
		text = next + 1;
	}
	return end - text;
}

static int read_file(struct file *file, struct reader *reader, char *page)
{
	ssize_t rest = 0;
	ssize_t count;
	loff_t at = 0;

	for (;;) {
		count = kernel_read(file, page + rest, PAGE_SIZE - rest, &at);
		if (count <= 0)
			return count;
		count += rest;
		rest = take_lines(reader, page, count);
		if (rest < 0)
			return rest;
		if (rest == PAGE_SIZE)
			return -ENODATA;
		memmove(page, page + count - rest, rest);
	}
}

static int walk_file(struct kg_inputs *inputs)
{
	struct reader reader = { .inputs = inputs };
	size_t nr = inputs->nr;
	struct file *file;
	char *page;
	int err;

	page = (char *)__get_free_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	file = filp_open("/proc/iomem", O_RDONLY, 0);
	if (IS_ERR(file)) {
		free_page((unsigned long)page);
		return -ENODATA;
	}
	err = is_iomem(file) ? read_file(file, &reader, page) : -ENODATA;
	filp_close(file, NULL);
	free_page((unsigned long)page);
	if (!err && !reader.has_ram)
		err = -ENODATA;
	/* Half of it is worse than nothing: it looks complete. */
	if (err)
		inputs->nr = nr;
	return err == -ENOMEM ? err : err ? -ENODATA : 0;
}

int kg_children_collect(struct kg_inputs *inputs)
{
	return resource_lock_at ? walk_tree(inputs) : walk_file(inputs);
}

void kg_children_init(void)
{
	resource_lock_at = kg_compat_data("resource_lock");
}
