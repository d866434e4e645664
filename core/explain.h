/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What is in no window of a query, and why.
 */
#ifndef KG_EXPLAIN_H
#define KG_EXPLAIN_H

#include "window.h"

/**
 * struct kg_exclusion - a piece of the address space that is in no window
 * @span: the piece, byte by byte
 * @reasons: every obstacle in it, never 0
 */
struct kg_exclusion {
	struct kg_span span;
	u32 reasons;
};

/**
 * struct kg_explanation - a place in the sweep over the exclusions
 * @walk: the sweep over the windows
 * @window: the next window, empty at the query's end if there is none
 * @index: the first range that reaches beyond @at
 * @at: everything below is answered
 */
struct kg_explanation {
	struct kg_walk walk;
	struct kg_window window;
	size_t index;
	u64 at;
};

int kg_explain_begin(struct kg_explanation *explanation,
		     const struct kg_map *map, const struct kg_rules *rules,
		     const struct kg_query *query);
bool kg_explain_next(struct kg_explanation *explanation,
		     struct kg_exclusion *exclusion);

#endif /* KG_EXPLAIN_H */
