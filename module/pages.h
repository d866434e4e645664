/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What only a check of each page finds: whether the hardware has given it up,
 * the host backs it, and the guest has accepted it. These change without an
 * event, so the memory map does not have them.
 */
#ifndef KG_PAGES_H
#define KG_PAGES_H

#include <linux/types.h>

#include "core/span.h"

/**
 * struct kg_pages - what was found; zeroed by the caller, and added to
 * @reasons: all reasons against any page, as in window.h
 * @bad: hull of the pages that have a reason
 * @lost: how many have a reason other than being poisoned
 * @poisoned: how many are poisoned
 */
struct kg_pages {
	u32 reasons;
	struct kg_span bad;
	u32 lost;
	u32 poisoned;
};

/**
 * kg_pages_look() - check each page
 * @span: whole pages of online system RAM, according to the memory map
 * @pages: where the result is added
 *
 * Context: process, sleeps.
 */
void kg_pages_look(struct kg_span span, struct kg_pages *pages);

/**
 * kg_pages_reasons() - the reasons against one page frame
 * @pfn: the page frame
 *
 * Return: reasons, 0 for a sound page.
 * Context: process.
 */
u32 kg_pages_reasons(unsigned long pfn);

#endif /* KG_PAGES_H */
