// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgareas: enters many small reserved areas into System RAM, as firmware and
 * drivers do. The memory itself is not touched.
 *
 *	start=ADDRESS		of the first one, a page
 *	count=N			pages, every other one
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/module.h>

static unsigned long start;
module_param(start, ulong, 0444);
MODULE_PARM_DESC(start, "physical address of a page");

static unsigned int count = 1;
module_param(count, uint, 0444);
MODULE_PARM_DESC(count, "how many");

static struct resource *areas;

static int __init kgareas_init(void)
{
	unsigned int i;

	areas = kvcalloc(count, sizeof(*areas), GFP_KERNEL);
	if (!areas)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		areas[i].name = "kgareas";
		areas[i].start = start + 2UL * i * PAGE_SIZE;
		areas[i].end = areas[i].start + PAGE_SIZE - 1;
		areas[i].flags = IORESOURCE_MEM;
		if (insert_resource(&iomem_resource, &areas[i]))
			pr_err("area %u: no place\n", i);
	}
	return 0;
}

static void __exit kgareas_exit(void)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (areas[i].parent)
			remove_resource(&areas[i]);
	kvfree(areas);
}

module_init(kgareas_init);
module_exit(kgareas_exit);
MODULE_DESCRIPTION("many reserved areas in System RAM");
MODULE_LICENSE("GPL");
