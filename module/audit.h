/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The relocation audit: what executing an image will copy, and whether each
 * page that is touched is usable memory.
 */
#ifndef KG_AUDIT_H
#define KG_AUDIT_H

#include <linux/kexec.h>
#include <linux/types.h>

/**
 * struct kg_audit - what was found
 * @is_known: the image was audited
 * @is_mapped: the copying runs with the MMU on
 * @copied: pages that execution copies to another place
 * @in_place: pages that are at their destination already
 * @control: pages that the copying itself needs
 * @lost_sources: pages to be copied that are not online system RAM, that
 *	firmware keeps to itself, or that the host does not back
 * @lost_controls: control pages, likewise
 * @lost_destinations: pages that are unsafe to copy to, by the memory map or by
 *	the check of each page; not those that are only poisoned
 * @poisoned: pages of any kind that the hardware has given up
 */
struct kg_audit {
	bool is_known;
	bool is_mapped;
	u32 copied;
	u32 in_place;
	u32 control;
	u32 lost_sources;
	u32 lost_controls;
	u32 lost_destinations;
	u32 poisoned;
};

/**
 * kg_audit() - check every page of an image
 * @image: the image, complete, and held by its loader
 * @audit: where the result goes
 *
 * Context: process, sleeps.
 */
void kg_audit(const struct kimage *image, struct kg_audit *audit);

#endif /* KG_AUDIT_H */
