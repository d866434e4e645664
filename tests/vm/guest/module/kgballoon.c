// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgballoon: treats memory blocks as Hyper-V's balloon treats one that the host
 * backs in part: pages without backing, here the upper half of each block, go
 * online as PG_offline.
 */
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/page-flags.h>

static bool is_backed(struct page *page)
{
	u64 block = memory_block_size_bytes();

	return (PFN_PHYS(page_to_pfn(page)) & (block - 1)) < block / 2;
}

static void online_page(struct page *page, unsigned int order)
{
	unsigned int i;

	if (is_backed(page)) {
		generic_online_page(page, order);
		return;
	}
	for (i = 0; i < 1U << order; i++)
		if (!PageOffline(page + i))
			__SetPageOffline(page + i);
}

static int __init kgballoon_init(void)
{
	return set_online_page_callback(online_page);
}

static void __exit kgballoon_exit(void)
{
	restore_online_page_callback(online_page);
}

module_init(kgballoon_init);
module_exit(kgballoon_exit);
MODULE_DESCRIPTION("A balloon");
MODULE_LICENSE("GPL");
