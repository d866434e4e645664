/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A naive implementation of what map.c and window.c compute: a small universe
 * with the classes of each byte stored. Nothing here is clever, and nothing is
 * shared with the code under test except its types.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include "../../core/window.h"

#define ORACLE_BYTES	256

/**
 * struct oracle - a universe
 * @base: address of the first byte; everything outside is a hole
 * @classes: of each byte
 */
struct oracle {
	u64 base;
	u32 classes[ORACLE_BYTES];
};

u32 oracle_classes(const struct oracle *oracle, u64 address);
void oracle_update(struct oracle *oracle, struct kg_span span, u32 set,
		   u32 clear);
size_t oracle_count_ranges(const struct oracle *oracle);
u32 oracle_reasons(const struct kg_rules *rules, u32 classes);
struct kg_verdict oracle_verdict(const struct oracle *oracle,
				 const struct kg_rules *rules,
				 struct kg_span span);
size_t oracle_windows(const struct oracle *oracle,
		      const struct kg_rules *rules,
		      const struct kg_query *query, struct kg_window *list);
u32 oracle_obstacles(const struct oracle *oracle, const struct kg_rules *rules,
		     const struct kg_query *query, u64 address);

#endif /* ORACLE_H */
