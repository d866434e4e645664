/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
#ifndef KG_SPAN_H
#define KG_SPAN_H

#include "portable.h"

struct kg_span {
	u64 start;
	u64 end;
};

static inline bool kg_span_overlaps(struct kg_span a, struct kg_span b)
{
	return a.start < b.end && b.start < a.end;
}

#endif /* KG_SPAN_H */
