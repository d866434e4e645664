/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What is inside of a snapshot of the fact map, for those who compute on it.
 */
#ifndef KG_LIB_MAP_H
#define KG_LIB_MAP_H

#include "core/window.h"

/**
 * struct kguard_map - the snapshot
 * @map: the facts; the ranges belong to the snapshot
 * @rules: what they mean on that machine
 * @unknown: classes that could not be read
 * @is_all_marked: firmware marks all memory as hot-pluggable
 * @version: of the guard's map, 0 if it came from files
 */
struct kguard_map {
	struct kg_map map;
	struct kg_rules rules;
	u32 unknown;
	bool is_all_marked;
	u64 version;
};

#endif /* KG_LIB_MAP_H */
