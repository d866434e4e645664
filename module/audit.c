// SPDX-License-Identifier: GPL-2.0-only
/*
 * The relocation audit. Walks the same list of entries that the kernel's
 * relocation code will walk: a destination, then the pages that go there one
 * after the other; an indirection leads to the next page of entries.
 */
#include <linux/mm.h>
#include <linux/pfn.h>

#include "arch.h"
#include "audit.h"
#include "kexec.h"
#include "memmap.h"
#include "pages.h"

static bool is_lost(unsigned long pfn, struct kg_audit *audit)
{
	u32 reasons = kg_pages_reasons(pfn);

	if (reasons & ~KEXECGUARD_POISONED || !kg_arch_is_mapped(pfn))
		return true;
	audit->poisoned += !!reasons;
	return false;
}

static void audit_copy(u64 source, u64 destination, struct kg_audit *audit)
{
	if (source == destination)
		audit->in_place++;
	else
		audit->copied++;
	audit->lost_sources += is_lost(PHYS_PFN(source), audit);
}

static u32 unsafe_pages(struct kg_span segment)
{
	struct kg_verdict verdict;
	struct kg_span page;
	u32 nr = 0;
	u64 at;

	for (at = segment.start; at < segment.end; at += PAGE_SIZE) {
		page = (struct kg_span){ at, at + PAGE_SIZE };
		if (!kg_memmap_verdict(&page, 1, &verdict))
			nr += verdict.level == KEXECGUARD_UNSAFE;
		cond_resched();
	}
	return nr;
}

static void audit_segment(struct kg_span segment, struct kg_audit *audit)
{
	struct kg_pages pages = {};

	kg_pages_look(segment, &pages);
	audit->lost_destinations += pages.lost;
	audit->poisoned += pages.poisoned;
}

/*
 * The loader holds the kernel's kexec lock, which a crash needs, so this must
 * be quick: the map is asked page by page only for a segment that is unsafe.
 */
static void audit_destinations(const struct kimage *image,
			       struct kg_audit *audit)
{
	struct kg_span segments[KEXEC_SEGMENT_MAX];
	struct kg_verdict verdicts[KEXEC_SEGMENT_MAX];
	unsigned int nr = kg_segments(image, segments);
	unsigned int i;

	if (kg_memmap_verdict(segments, nr, verdicts))
		return;
	for (i = 0; i < nr; i++)
		if (verdicts[i].level == KEXECGUARD_UNSAFE)
			audit->lost_destinations += unsafe_pages(segments[i]);
		else
			audit_segment(segments[i], audit);
}

static void audit_control(unsigned long pfn, struct kg_audit *audit)
{
	audit->control++;
	audit->lost_controls += is_lost(pfn, audit);
}

static void audit_controls(const struct list_head *pages,
			   struct kg_audit *audit)
{
	const struct page *page;
	unsigned long pfn, end;

	list_for_each_entry(page, pages, lru) {
		pfn = page_to_pfn(page);
		end = pfn + (1UL << page_private(page));
		for (; pfn < end; pfn++)
			audit_control(pfn, audit);
	}
}

void kg_audit(const struct kimage *image, struct kg_audit *audit)
{
	const kimage_entry_t *at = &image->head;
	u64 destination = 0;
	kimage_entry_t entry;

	*audit = (struct kg_audit){
		.is_known = true,
		.is_mapped = kg_arch_copies_mapped(),
	};
	while ((entry = *at) && !(entry & IND_DONE)) {
		at++;
		if (entry & IND_DESTINATION) {
			destination = entry & PAGE_MASK;
		} else if (entry & IND_INDIRECTION) {
			audit_control(PHYS_PFN(entry), audit);
			at = phys_to_virt(entry & PAGE_MASK);
		} else if (entry & IND_SOURCE) {
			audit_copy(entry & PAGE_MASK, destination, audit);
			destination += PAGE_SIZE;
			cond_resched();
		}
	}
	audit_controls(&image->control_pages, audit);
	audit_destinations(image, audit);
}
