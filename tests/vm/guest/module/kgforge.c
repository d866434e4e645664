// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgforge: makes the next image use a page that the allocator never returns.
 *
 *	source=ADDRESS		copy the first page from there
 *	control=ADDRESS		place a page there that lists or copies others
 *
 * The image is forged at the end of its load. Removing the module restores it:
 * before that the image must neither be freed nor executed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kexec.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pfn.h>
#include <linux/ptrace.h>

#include "divert.h"

static unsigned long source;
module_param(source, ulong, 0444);
MODULE_PARM_DESC(source, "physical address of a page");

static unsigned long control;
module_param(control, ulong, 0444);
MODULE_PARM_DESC(control, "physical address of a page");

static bool is_forged;
static kimage_entry_t *forged;
static kimage_entry_t original;
static struct page *added;

static kimage_entry_t *first_source(struct kimage *image)
{
	kimage_entry_t *at = &image->head;

	while (*at && !(*at & (IND_DONE | IND_SOURCE)))
		at = *at & IND_INDIRECTION ? phys_to_virt(*at & PAGE_MASK) :
			at + 1;
	return *at & IND_SOURCE ? at : NULL;
}

static void forge_source(struct kimage *image)
{
	kimage_entry_t *at = first_source(image);

	if (!at)
		return;
	original = *at;
	*at = (source & PAGE_MASK) | IND_SOURCE;
	forged = at;
}

static void forge_control(struct kimage *image)
{
	added = pfn_to_page(PHYS_PFN(control));
	list_add(&added->lru, &image->control_pages);
}

/* Before the guard checks, which on arm64 happens after this function. */
static int forge(struct kprobe *probe, struct pt_regs *regs)
{
	struct kimage *image = (void *)call_argument(regs, 0);

	if (is_forged)
		return 0;
	is_forged = true;
	if (source)
		forge_source(image);
	if (control)
		forge_control(image);
	return 0;
}

static struct kprobe probe = {
	.symbol_name = "kimage_terminate",
	.pre_handler = forge,
};

static int __init kgforge_init(void)
{
	return register_kprobe(&probe);
}

static void __exit kgforge_exit(void)
{
	unregister_kprobe(&probe);
	if (forged)
		*forged = original;
	if (added)
		list_del_init(&added->lru);
}

module_init(kgforge_init);
module_exit(kgforge_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
