// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placement. The pure code gives the verdict, by the memory map of the moment;
 * this file asks for it and enforces it:
 *
 *	placement=off		no verdict is enforced
 *	placement=unsafe	unsafe segments are refused (default)
 *	placement=strict	removable ones too
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kexec.h>

#include "core/names.h"
#include "kexec.h"
#include "memmap.h"
#include "pages.h"
#include "placement.h"

enum placement {
	PLACEMENT_OFF,
	PLACEMENT_UNSAFE,
	PLACEMENT_STRICT,
};

static const char *const placement_names[] = {
	[PLACEMENT_OFF]		= "off",
	[PLACEMENT_UNSAFE]	= "unsafe",
	[PLACEMENT_STRICT]	= "strict",
};

static int placement = PLACEMENT_UNSAFE;

static int placement_set(const char *text, const struct kernel_param *param)
{
	int index = sysfs_match_string(placement_names, text);

	if (index < 0)
		return index;
	WRITE_ONCE(placement, index);
	return 0;
}

static int placement_get(char *text, const struct kernel_param *param)
{
	return sprintf(text, "%s\n", placement_names[READ_ONCE(placement)]);
}

const struct kernel_param_ops kg_placement_param = {
	.set = placement_set,
	.get = placement_get,
};

/* The pages are looked at only if the map has nothing against the segment. */
static void look_at_pages(struct kg_span segment, struct kg_verdict *verdict)
{
	struct kg_pages pages = {};

	if (verdict->level == KEXECGUARD_UNSAFE)
		return;
	kg_pages_look(segment, &pages);
	verdict->reasons |= pages.reasons;
	if (pages.reasons)
		verdict->level = KEXECGUARD_UNSAFE;
}

static void judge(const struct kg_span *segments, unsigned int nr,
		  struct kg_placement *placement)
{
	unsigned int i;

	*placement = (struct kg_placement){ .level = KEXECGUARD_SAFE };
	if (kg_memmap_read() ||
	    kg_memmap_verdict(segments, nr, placement->segments))
		return;
	placement->is_known = true;
	for (i = 0; i < nr; i++) {
		look_at_pages(segments[i], &placement->segments[i]);
		placement->reasons |= placement->segments[i].reasons;
		placement->level = min(placement->level,
				       placement->segments[i].level);
	}
}

void kg_placement_judge(const struct kg_record *record,
		    struct kg_placement *placement)
{
	*placement = (struct kg_placement){ .level = KEXECGUARD_UNSAFE };
	if (record->is_valid && record->has_segments)
		judge(record->segments, record->nr_segments, placement);
}

static bool is_refused(enum kexecguard_level level)
{
	switch (READ_ONCE(placement)) {
	case PLACEMENT_OFF:
		return false;
	case PLACEMENT_UNSAFE:
		return level == KEXECGUARD_UNSAFE;
	default:
		return level != KEXECGUARD_SAFE;
	}
}

static void log_refusal(const char *what, unsigned int index,
		     const struct kg_verdict *verdict)
{
	char reasons[120] = "";
	unsigned int bit;
	int length = 0;

	for (bit = 0; bit < 32; bit++)
		if (verdict->reasons & BIT(bit))
			length += scnprintf(reasons + length,
					    sizeof(reasons) - length, " %s",
					    kg_reason_name(BIT(bit)));
	pr_warn_ratelimited("%s refused: segment %u is %s:%s\n", what, index,
			    kg_level_name(verdict->level), reasons);
}

static int check(const char *what, const struct kg_span *segments,
		 unsigned int nr)
{
	struct kg_placement verdict;
	unsigned int i;

	judge(segments, nr, &verdict);
	if (!verdict.is_known) {
		pr_warn_ratelimited("%s: placement not checked, the memory map is unknown\n",
				    what);
		return 0;
	}
	if (!is_refused(verdict.level))
		return 0;
	/* Some facts change without an event: read them again. */
	if (!kg_memmap_reread())
		judge(segments, nr, &verdict);
	if (!is_refused(verdict.level))
		return 0;
	for (i = 0; i < nr; i++)
		if (is_refused(verdict.segments[i].level))
			log_refusal(what, i, &verdict.segments[i]);
	return -EADDRNOTAVAIL;
}

int kg_placement_check_load(const struct kimage *image)
{
	struct kg_span segments[KEXEC_SEGMENT_MAX];
	unsigned int nr = kg_segments(image, segments);

	return check("kexec load", segments, nr);
}

int kg_placement_check_exec(const struct kg_record *record)
{
	if (!record->is_valid || !record->has_segments)
		return 0;
	return check("kexec", record->segments, record->nr_segments);
}
