// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgpage: who writes to "allocate" gets a page of the lowest zone, which is the
 * last in the zone lists, and gives it back. __GFP_WRITE makes the allocator
 * call node_dirty_ok() when it has chosen a zone.
 */
#include <linux/gfp.h>
#include <linux/module.h>

static int allocate(const char *text, const struct kernel_param *param)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_DMA | __GFP_WRITE);

	if (!page)
		return -ENOMEM;
	__free_page(page);
	return 0;
}

static const struct kernel_param_ops allocate_ops = { .set = allocate };

module_param_cb(allocate, &allocate_ops, NULL, 0200);
MODULE_PARM_DESC(allocate, "allocate a page, and free it");
MODULE_DESCRIPTION("Pages of the lowest zone");
MODULE_LICENSE("GPL");
