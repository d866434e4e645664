/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The segments of a kernel image as spans.
 */
#ifndef KG_SEGMENT_H
#define KG_SEGMENT_H

#include <linux/kexec.h>
#include <linux/minmax.h>

#include "core/span.h"

/**
 * kg_segments() - where the segments of an image will go
 * @image: the image; the caller knows that it stays
 * @spans: room for KEXEC_SEGMENT_MAX
 *
 * Return: how many there are.
 */
static inline unsigned int kg_segments(const struct kimage *image,
				       struct kg_span *spans)
{
	unsigned int nr = min_t(unsigned long, image->nr_segments,
				KEXEC_SEGMENT_MAX);
	unsigned int i;

	for (i = 0; i < nr; i++) {
		spans[i].start = image->segment[i].mem;
		spans[i].end = image->segment[i].mem +
			       image->segment[i].memsz;
	}
	return nr;
}

#endif /* KG_SEGMENT_H */
