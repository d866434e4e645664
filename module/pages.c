// SPDX-License-Identifier: GPL-2.0-only
/*
 * The check of each page, some nanoseconds each. Unless a load or an execution
 * keeps memory from changing, it may be removed during the check: like the
 * kernel's own walkers of page frames this asks for each frame whether it is
 * online, and keeps no reference.
 */
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/pfn.h>
#include <linux/sched.h>

#include "arch.h"
#include "compat.h"
#include "pages.h"
#include "core/window.h"

#define PAGES_AT_ONCE	1024

/*
 * PG_offline in an online block: the page must not be touched. An exception is
 * a balloon whose pages can be migrated: its driver (virtio, VMware) has lent
 * them to a host that gives each back when it is written to. The pages of
 * Hyper-V and Xen cannot be migrated, and the host has nothing there.
 */
static bool is_unbacked(struct page *page)
{
	return PageOffline(page) && !kg_compat_is_migratable(page);
}

u32 kg_pages_reasons(unsigned long pfn)
{
	struct page *page = kg_compat_online_page(pfn);
	u32 reasons = 0;

	if (!page)
		return KEXECGUARD_OFFLINE;
	if (kg_compat_is_poisoned(page))
		reasons |= KEXECGUARD_POISONED;
	if (is_unbacked(page))
		reasons |= KEXECGUARD_UNBACKED;
	if (kg_arch_is_unaccepted(PFN_PHYS(pfn)))
		reasons |= KEXECGUARD_UNACCEPTED;
	return reasons;
}

static void add(struct kg_pages *pages, u64 at, u32 reasons)
{
	if (!pages->reasons)
		pages->bad.start = at;
	pages->bad.end = at + PAGE_SIZE;
	pages->reasons |= reasons;
	pages->poisoned += !!(reasons & KEXECGUARD_POISONED);
	pages->lost += !!(reasons & ~KEXECGUARD_POISONED);
}

void kg_pages_look(struct kg_span span, struct kg_pages *pages)
{
	unsigned long pfn;
	u32 reasons;

	for (pfn = PHYS_PFN(span.start); pfn < PHYS_PFN(span.end); pfn++) {
		reasons = kg_pages_reasons(pfn);
		if (reasons)
			add(pages, PFN_PHYS(pfn), reasons);
		if (!(pfn % PAGES_AT_ONCE))
			cond_resched();
	}
}
