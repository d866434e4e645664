// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marking. A resource's name is a pointer to text that the resource does not
 * own. The names set here point into this module, so each one is found again
 * and restored before the module is unloaded. They are found by that pointer,
 * not by resource: the kernel frees, splits and copies resources, including
 * their names.
 *
 * Names are read under the resource tree's lock. It is held for reading here,
 * which keeps the tree as it is, and a pointer changes atomically; readers that
 * may have seen a name of this module are waited for. The kernel itself
 * recognizes RAM by its flags. It compares names when it adds memory, which is
 * over when memory is marked, and when a driver asks it to merge neighbours:
 * those that differ stay apart.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "memmap.h"
#include "mark.h"
#include "iomem.h"

#define RAM_NAME	"System RAM"
#define MARKED_NAME	"System RAM (hotplug)"

/*
 * One name for each original name, so that the same pointer can be restored.
 * The kernel itself has one or two, a driver may have its own.
 */
static struct mark {
	const char *original;		/* NULL: free */
	char name[sizeof(MARKED_NAME)];
} marks[8] = {
	[0 ... 7] = { .name = MARKED_NAME },
};

static DEFINE_MUTEX(mark_lock);
static struct kg_iomem tree;	/* open while marking; protected by mark_lock */
static bool is_wanted;		/* the parameter; protected by mark_lock */
static bool is_marking;		/* protected by mark_lock */
static bool is_ready;		/* between init and exit; by mark_lock */

static struct mark *mark_for(const char *original)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		if (!marks[i].original)
			marks[i].original = original;
		if (marks[i].original == original)
			return &marks[i];
	}
	return NULL;
}

static struct mark *mark_of(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(marks); i++)
		if (marks[i].name == name)
			return &marks[i];
	return NULL;
}

/* RAM that is not driver-managed, under the name that tools look for. */
static bool is_markable(const struct resource *resource)
{
	return kg_iomem_is_ram(resource) && resource->flags & IORESOURCE_BUSY &&
	       !(resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED) &&
	       resource->name && !strcmp(resource->name, RAM_NAME);
}

static bool is_inside(const struct resource *resource, struct kg_span span)
{
	return span.start <= resource->start && resource->end < span.end;
}

static void mark(struct kg_span span)
{
	struct resource *at = &iomem_resource;
	unsigned int marked = 0;
	struct mark *mark;

	kg_iomem_hold(&tree);
	while ((at = kg_iomem_next(at))) {
		if (!is_inside(at, span) || !is_markable(at))
			continue;
		mark = mark_for(at->name);
		if (!mark)
			break;
		WRITE_ONCE(at->name, mark->name);
		marked++;
	}
	kg_iomem_release(&tree);
	if (!marked || at)
		pr_warn_ratelimited("hot-added memory could not be marked\n");
}

/* All resource trees have the same lock; changing one takes it for writing. */
static void wait_readers(void)
{
	struct resource root = {
		.name = "kexecguard", .end = 1, .flags = IORESOURCE_MEM,
	};
	struct resource child = root;

	if (!request_resource(&root, &child))
		release_resource(&child);
}

static void restore(void)
{
	struct resource *at = &iomem_resource;
	struct mark *mark;

	kg_iomem_hold(&tree);
	while ((at = kg_iomem_next(at))) {
		mark = mark_of(at->name);
		if (mark)
			WRITE_ONCE(at->name, mark->original);
	}
	kg_iomem_release(&tree);
	wait_readers();
}

static int begin(void)
{
	struct kg_span span = {};
	int err;

	err = kg_memmap_read();
	if (!err)
		err = kg_iomem_open(&tree);
	if (err)
		return err;
	is_marking = true;
	while (kg_memmap_next_hotadded(span.end, &span))
		mark(span);
	return 0;
}

static void end(void)
{
	restore();
	kg_iomem_close(&tree);
	is_marking = false;
}

static int apply(void)
{
	int err = 0;

	lockdep_assert_held(&mark_lock);
	if (is_ready && is_wanted && !is_marking)
		err = begin();
	else if (!(is_ready && is_wanted) && is_marking)
		end();
	if (err)
		is_wanted = false;
	return err;
}

static int mark_set(const char *text, const struct kernel_param *param)
{
	bool value;
	int err = kstrtobool(text, &value);

	if (err)
		return err;
	mutex_lock(&mark_lock);
	is_wanted = value;
	err = apply();
	mutex_unlock(&mark_lock);
	return err;
}

static int mark_get(char *text, const struct kernel_param *param)
{
	return sprintf(text, "%c\n", READ_ONCE(is_wanted) ? 'Y' : 'N');
}

const struct kernel_param_ops kg_mark_param = {
	.set = mark_set,
	.get = mark_get,
};

void kg_mark_added(struct kg_span span)
{
	mutex_lock(&mark_lock);
	if (is_marking)
		mark(span);
	mutex_unlock(&mark_lock);
}

void __init kg_mark_init(void)
{
	mutex_lock(&mark_lock);
	is_ready = true;
	if (apply())
		pr_warn("hot-added memory is not marked: the resource tree cannot be locked\n");
	mutex_unlock(&mark_lock);
}

/* The parameter can still be written after this, to no effect. */
void kg_mark_exit(void)
{
	mutex_lock(&mark_lock);
	is_ready = false;
	apply();
	mutex_unlock(&mark_lock);
}
