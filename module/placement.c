// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placement. The verdict is the pure code's, on the facts of the moment; here
 * it is asked for and enforced:
 *
 *	placement=off		no verdict is enforced
 *	placement=unsafe	unsafe segments are refused (default)
 *	placement=strict	removable ones too
 *
 *	steer=1			what kexec_file_load() would put into memory that
 *				is not safe goes to a safe window (default)
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ioport.h>
#include <linux/kexec.h>

#include "core/names.h"
#include "compat.h"
#include "memmap.h"
#include "offer.h"
#include "pages.h"
#include "placement.h"
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
bool kg_placement_steers = true;

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

/* The facts first; its pages only if they have nothing against a segment. */
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
	if (kg_memmap_verdict(segments, nr, placement->segments))
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
	if (!verdict.is_known) {
		pr_warn_ratelimited("%s: where it goes is not judged, the facts about memory are unknown\n",
				    what);
		return 0;
	}
	if (!is_refused(verdict.level))
		return 0;
	/* Some facts change without an event. */
	if (!kg_memmap_reread())
		judge(segments, nr, &verdict);
	if (!is_refused(verdict.level))
		return 0;
	for (i = 0; i < nr; i++)
		if (is_refused(verdict.segments[i].level))
			complain(what, i, &verdict.segments[i]);
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

/* Steering */

#ifdef CONFIG_KEXEC_FILE

KG_HOOK_DEFINE(&kg_table[KG_HOOK_STEER], steer)

/* How many holes with bad pages in them are passed over. */
#define HOLES_MAX	16

/* A search for a safe place for the segment that the kernel is placing. */
struct search {
	const struct kexec_buf *buffer;
	struct kg_window window;
};

/* What the kernel accepts for an image is sound by then. */
static bool has_bad_page(struct kg_span span, struct kg_span *bad)
{
	struct kg_pages pages = {};

	kg_pages_look(span, &pages);
	if (kg_compat_accepts_segments())
		pages.reasons &= ~KEXECGUARD_UNACCEPTED;
	*bad = pages.bad;
	return pages.reasons;
}

/*
 * Is there one inside of a range that the kernel offers? Other segments of the
 * same image are already placed, and not in the map; nor are bad pages.
 */
static bool find_hole(struct kg_span range, void *data)
{
	struct kg_span taken[KEXEC_SEGMENT_MAX + HOLES_MAX];
	struct search *search = data;
	const struct kexec_buf *buffer = search->buffer;
	struct kg_query query = {
		.size = buffer->memsz,
		.align = max_t(u64, buffer->buf_align, PAGE_SIZE),
		.min = max_t(u64, buffer->buf_min, range.start),
		.max = buffer->buf_max,
		.avoid = KEXECGUARD_CRASH,
		.exclude = taken,
		.nr_exclude = kg_segments(buffer->image, taken),
		.top_down = buffer->top_down,
	};
	struct kg_span hole;

	/* The kernel's bound is inclusive and may be the last byte of all. */
	if (query.max != KG_ADDRESS_MAX)
		query.max++;
	query.max = min(query.max, range.end);
	while (query.nr_exclude < ARRAY_SIZE(taken)) {
		if (kg_memmap_find(&query, &search->window))
			return false;
		hole.start = search->window.address;
		hole.end = hole.start + buffer->memsz;
		if (!has_bad_page(hole, &taken[query.nr_exclude]))
			return true;
		query.nr_exclude++;
	}
	return false;
}

/* While nothing is known, the kernel's choice is as good as any. */
static bool is_safe(const struct kexec_buf *buffer)
{
	struct kg_span span = { buffer->mem, buffer->mem + buffer->memsz };
	struct kg_verdict verdict;
	struct kg_span bad;

	if (kg_memmap_verdict(&span, 1, &verdict))
		return true;
	return verdict.level == KEXECGUARD_SAFE && !has_bad_page(span, &bad);
}

/*
 * locate_mem_hole_callback(resource, buffer): called for one range after the
 * other until it says 1, with an address in buffer->mem. What the kernel
 * chooses stands if it is safe; else a safe place in the same range is taken;
 * else the kernel goes on, if it has a range with a safe place. One that it
 * offered before had none, or it would not be here. Where no range has, its
 * choice stands and the verdict will tell.
 */
static long steer_hook(const struct kg_args *args)
{
	const struct resource *resource = (struct resource *)args->arg[0];
	struct kexec_buf *buffer = (struct kexec_buf *)args->arg[1];
	struct kg_span range = { resource->start, resource->end + 1 };
	struct search search = { .buffer = buffer };
	unsigned long before = buffer->mem;
	long ret = steer_original(args);

	if ((int)ret != 1 || !READ_ONCE(kg_placement_steers) ||
	    buffer->image->type != KEXEC_TYPE_DEFAULT || is_safe(buffer))
		return ret;
	if (find_hole(range, &search)) {
		buffer->mem = search.window.address;
		return 1;
	}
	if (!kg_offer_any(find_hole, &search))
		return ret;
	buffer->mem = before;
	return 0;
}

#endif /* CONFIG_KEXEC_FILE */
