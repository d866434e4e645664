/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The physical memory as the verbs need it: of the guard, or from captured
 * files, and an explanation where that fails.
 */
#ifndef CTL_MEMORY_H
#define CTL_MEMORY_H

#include <kguard.h>

#include "command.h"

/**
 * struct memory - what there is
 * @map: the memory
 * @record: the loaded image, NULL if there is none or it is not known
 */
struct memory {
	struct kguard_map *map;
	struct kguard_record *record;
};

enum answer memory_read(const struct context *ctx, struct memory *memory);
void memory_free(struct memory *memory);

uint64_t memory_end(const struct kguard_map *map);
void memory_judge(const struct kguard_map *map, uint64_t start, uint64_t end,
		  enum kguard_level *level, uint32_t *reasons);
/* What to say where kguard_map_is_all_marked(). */
extern const char memory_all_marked[];

const char *memory_format_unknown(char *text, size_t size,
				  const struct kguard_map *map);

#endif /* CTL_MEMORY_H */
