/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The content of a snapshot of the memory map, for map.c and windows.c.
 */
#ifndef KG_LIB_MAP_H
#define KG_LIB_MAP_H

#include "core/window.h"

/**
 * struct kguard_map - the snapshot
 * @map: the ranges, owned by the snapshot
 * @rules: how they are judged on that machine
 * @unknown: classes that could not be read
 * @is_all_marked: firmware marks all memory as hot-pluggable
 * @version: of the guard's map, 0 if it was read from files
 */
struct kguard_map {
	struct kg_map map;
	struct kg_rules rules;
	u32 unknown;
	bool is_all_marked;
	u64 version;
};

#endif /* KG_LIB_MAP_H */
