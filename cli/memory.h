/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The memory map, from the guard or from captured files.
 */
#ifndef CTL_MEMORY_H
#define CTL_MEMORY_H

#include <kguard.h>

#include "context.h"

/**
 * struct memory - the memory map and the image
 * @map: the memory map
 * @record: the loaded image, NULL if there is none or it is unknown
 */
struct memory {
	struct kguard_map *map;
	struct kguard_record *record;
};

enum answer memory_read(const struct context *ctx, struct memory *memory);
void memory_free(struct memory *memory);

uint64_t memory_end(const struct kguard_map *map);
void memory_judge(const struct kguard_map *map, uint64_t start, uint64_t end,
		  enum kexecguard_level *level, uint32_t *reasons);

/* The note to print if kguard_map_is_all_marked(). */
extern const char memory_all_marked[];

const char *memory_format_unknown(char *text, size_t size,
				  const struct kguard_map *map);

#endif /* CTL_MEMORY_H */
