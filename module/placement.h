/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Placement: may an image be where its loader put it.
 */
#ifndef KG_PLACEMENT_H
#define KG_PLACEMENT_H

#include <linux/moduleparam.h>

#include "guard.h"
#include "core/window.h"

/* The module parameter placement=. */
extern const struct kernel_param_ops kg_placement_param;

/**
 * struct kg_placement - the verdict on an image
 * @is_known: there is a verdict; else the map or the segments are unknown
 * @level: the worst of all segments
 * @reasons: all reasons against any of them
 * @segments: the verdict on each
 */
struct kg_placement {
	bool is_known;
	enum kexecguard_level level;
	u32 reasons;
	struct kg_verdict segments[KEXEC_SEGMENT_MAX];
};

/* Judge a recorded image by what memory is now. Context: process, sleeps. */
void kg_placement_judge(const struct kg_record *record,
		    struct kg_placement *placement);

/**
 * kg_placement_check_load() - may an image with these segments be loaded
 * @image: the image, its segments final
 *
 * Logs which segments are refused, and why.
 *
 * Return: 0, or -EADDRNOTAVAIL by the placement= policy.
 * Context: process, sleeps.
 */
int kg_placement_check_load(const struct kimage *image);

/* May the recorded image still be executed? Return, context: as above. */
int kg_placement_check_exec(const struct kg_record *record);

#endif /* KG_PLACEMENT_H */
