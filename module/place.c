// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placement. The verdict is the pure code's, on the facts of the moment; here
 * it is asked for and enforced:
 *
 *	placement=off		no verdict is enforced
 *	placement=unsafe	unsafe segments are refused (default)
 *	placement=strict	removable ones too
 *
 *	steer=1			kexec_file_load() takes its holes from the safe
 *				windows (default)
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kexec.h>

#include "facts.h"
#include "place.h"
#include "segment.h"
#include "table.h"

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
bool kg_place_steers = true;

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

const struct kernel_param_ops kg_place_param = {
	.set = placement_set,
	.get = placement_get,
};

static void judge(const struct kg_span *segments, unsigned int nr,
		  struct kg_placement *placement)
{
	unsigned int i;

	*placement = (struct kg_placement){ .level = KG_SAFE };
	if (kg_facts_verdict(segments, nr, placement->segments))
		return;
	placement->is_known = true;
	for (i = 0; i < nr; i++) {
		placement->reasons |= placement->segments[i].reasons;
		placement->level = min(placement->level,
				       placement->segments[i].level);
	}
}

void kg_place_judge(const struct kg_record *record,
		    struct kg_placement *placement)
{
	*placement = (struct kg_placement){ .level = KG_UNSAFE };
	if (record->is_valid && record->has_segments)
		judge(record->segments, record->nr_segments, placement);
}

static bool is_refused(enum kg_level level)
{
	switch (READ_ONCE(placement)) {
	case PLACEMENT_OFF:
		return false;
	case PLACEMENT_UNSAFE:
		return level == KG_UNSAFE;
	default:
		return level != KG_SAFE;
	}
}

static void complain(const char *what, unsigned int index,
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
	if (!verdict.is_known || !is_refused(verdict.level))
		return 0;
	for (i = 0; i < nr; i++)
		if (is_refused(verdict.segments[i].level))
			complain(what, i, &verdict.segments[i]);
	return -EADDRNOTAVAIL;
}

int kg_place_check_load(const struct kimage *image)
{
	struct kg_span segments[KEXEC_SEGMENT_MAX];
	unsigned int nr = kg_segments(image, segments);

	return check("kexec load", segments, nr);
}

int kg_place_check_exec(const struct kg_record *record)
{
	if (!record->is_valid || !record->has_segments)
		return 0;
	return check("kexec", record->segments, record->nr_segments);
}

/* Steering */

#ifdef CONFIG_KEXEC_FILE

KG_HOOK_DEFINE(&kg_table[KG_HOOK_STEER], steer)

/*
 * Where the segment that the kernel is placing could go instead. Others of the
 * same image are already placed, and not in the map.
 */
static int find_hole(const struct kexec_buf *buffer, struct kg_window *window)
{
	struct kg_span taken[KEXEC_SEGMENT_MAX];
	struct kg_query query = {
		.size = buffer->memsz,
		.align = max_t(u64, buffer->buf_align, PAGE_SIZE),
		.min = buffer->buf_min,
		.max = buffer->buf_max,
		.avoid = KG_CRASH,
		.exclude = taken,
		.nr_exclude = kg_segments(buffer->image, taken),
		.top_down = buffer->top_down,
	};

	/* The kernel's bound is inclusive and may be the last byte of all. */
	if (query.max != KG_ADDRESS_MAX)
		query.max++;
	return kg_facts_find(&query, window);
}

/*
 * locate_mem_hole_callback(resource, buffer): called for one resource after
 * the other until it says 1, with an address in buffer->mem. The first call
 * already knows all windows; where none fits the kernel goes its own way, and
 * the verdict will tell.
 */
static long steer_hook(const struct kg_args *args)
{
	struct kexec_buf *buffer = (struct kexec_buf *)args->arg[1];
	struct kg_window window;

	if (!READ_ONCE(kg_place_steers) ||
	    buffer->image->type != KEXEC_TYPE_DEFAULT ||
	    find_hole(buffer, &window))
		return steer_original(args);
	buffer->mem = window.address;
	return 1;
}

#endif /* CONFIG_KEXEC_FILE */
