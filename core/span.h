/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * A range of physical addresses. Half-open, [start, end), and never empty:
 * other forms are converted here, by a function for each, and refused if they
 * do not fit. Order is decided by comparing, never by subtracting; an addition
 * that could wrap is checked first.
 */
#ifndef KG_SPAN_H
#define KG_SPAN_H

#include "portable.h"

#define KG_ADDRESS_MAX	(~(u64)0)

/**
 * struct kg_span - [start, end)
 * @start: first byte
 * @end: first byte after it, larger than @start
 *
 * The last byte of the 64-bit space cannot be in a span; no machine has it.
 */
struct kg_span {
	u64 start;
	u64 end;
};

static inline bool kg_span_is_valid(struct kg_span span)
{
	return span.start < span.end;
}

static inline u64 kg_span_size(struct kg_span span)
{
	return span.end - span.start;
}

/**
 * kg_span_make - from two half-open bounds
 * @start: first byte
 * @end: first byte after it
 * @span: where the span goes
 *
 * Return: 0, or -EINVAL if it would be empty or upside down.
 */
static inline int kg_span_make(u64 start, u64 end, struct kg_span *span)
{
	if (start >= end)
		return -EINVAL;
	span->start = start;
	span->end = end;
	return 0;
}

/**
 * kg_span_from_closed - from two inclusive bounds, as resources and
 * /proc/iomem have them
 * @first: first byte
 * @last: last byte
 * @span: where the span goes
 *
 * Return: 0, -EINVAL if it is upside down, -EOVERFLOW if the end is no address.
 */
static inline int kg_span_from_closed(u64 first, u64 last,
				      struct kg_span *span)
{
	if (first > last)
		return -EINVAL;
	if (last == KG_ADDRESS_MAX)
		return -EOVERFLOW;
	return kg_span_make(first, last + 1, span);
}

/**
 * kg_span_from_size - from a start and a length, as segments have them
 * @start: first byte
 * @size: number of bytes
 * @span: where the span goes
 *
 * Return: 0, -EINVAL if it would be empty, -EOVERFLOW if the end is no address.
 */
static inline int kg_span_from_size(u64 start, u64 size, struct kg_span *span)
{
	if (size > KG_ADDRESS_MAX - start)
		return -EOVERFLOW;
	return kg_span_make(start, start + size, span);
}

/**
 * kg_span_from_pfns - from page frames, as memory notifiers have them
 * @first: first page frame
 * @count: number of page frames
 * @shift: log2 of the page size
 * @span: where the span goes
 *
 * Return: 0, -EINVAL if it would be empty or @shift is no shift, -EOVERFLOW if
 * the end is no address.
 */
static inline int kg_span_from_pfns(u64 first, u64 count, unsigned int shift,
				    struct kg_span *span)
{
	u64 limit;

	if (shift > 63)
		return -EINVAL;
	limit = KG_ADDRESS_MAX >> shift;
	if (first > limit || count > limit - first)
		return -EOVERFLOW;
	return kg_span_make(first << shift, (first + count) << shift, span);
}

static inline bool kg_span_overlaps(struct kg_span a, struct kg_span b)
{
	return a.start < b.end && b.start < a.end;
}

static inline bool kg_span_contains(struct kg_span outer, struct kg_span inner)
{
	return outer.start <= inner.start && inner.end <= outer.end;
}

static inline u64 kg_min(u64 a, u64 b)
{
	return a < b ? a : b;
}

static inline u64 kg_max(u64 a, u64 b)
{
	return a > b ? a : b;
}

/**
 * kg_span_clip - the part of a span that lies inside another
 * @span: the span; changed only if something is left
 * @limits: the other
 *
 * Return: false if nothing is left.
 */
static inline bool kg_span_clip(struct kg_span *span, struct kg_span limits)
{
	if (!kg_span_overlaps(*span, limits))
		return false;
	span->start = kg_max(span->start, limits.start);
	span->end = kg_min(span->end, limits.end);
	return true;
}

static inline bool kg_is_power_of_two(u64 value)
{
	return value && !(value & (value - 1));
}

static inline u64 kg_round_down(u64 value, u64 align)
{
	return value & ~(align - 1);
}

/**
 * kg_round_up - the next multiple of a power of two
 * @value: the value; changed only on success
 * @align: the power of two
 *
 * Return: false if there is none.
 */
static inline bool kg_round_up(u64 *value, u64 align)
{
	if (*value > kg_round_down(KG_ADDRESS_MAX, align))
		return false;
	*value = kg_round_down(*value + (align - 1), align);
	return true;
}

/**
 * kg_span_round_inward - only whole units: for memory that may be used
 * @span: the span; changed only if something is left
 * @align: a power of two
 *
 * Return: false if no whole unit is left.
 */
static inline bool kg_span_round_inward(struct kg_span *span, u64 align)
{
	u64 end = kg_round_down(span->end, align);
	u64 start = span->start;

	if (!kg_round_up(&start, align) || start >= end)
		return false;
	span->start = start;
	span->end = end;
	return true;
}

/**
 * kg_span_round_outward - all units touched: for memory that is forbidden or will
 * be overwritten
 * @span: the span
 * @align: a power of two
 *
 * Return: false if the last unit ends beyond the last address; the span then
 * ends there.
 */
static inline bool kg_span_round_outward(struct kg_span *span, u64 align)
{
	span->start = kg_round_down(span->start, align);
	if (kg_round_up(&span->end, align))
		return true;
	span->end = KG_ADDRESS_MAX;
	return false;
}

#endif /* KG_SPAN_H */
