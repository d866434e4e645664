// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Maps from drawings, page by page, and drawings from maps.
 */
#include "drawing.h"

#include <check.h>
#include <string.h>

static const struct {
	char page;
	u32 classes;
} legend[] = {
	{ '.', 0 },
	{ 'F', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE },
	{ 'r', KEXECGUARD_RAM },
	{ 'H', KEXECGUARD_RAM | KEXECGUARD_HOTADDED },
	{ 'P', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_HOTPLUGGABLE },
	{ 'D', KEXECGUARD_RAM | KEXECGUARD_DRIVER },
	{ 'O', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_OFFLINE },
	{ 'M', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_MOVABLE },
	{ 'X', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_RESERVED },
	{ 'C', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_CRASH },
	{ 'K', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_KERNEL },
	{ 'N', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_NOMAP },
	{ 'S', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_SCRATCH },
	{ 'V', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_PRESERVED },
	{ 'A', KEXECGUARD_RAM | KEXECGUARD_FIRMWARE | KEXECGUARD_UNACCEPTED },
	{ 'o', KEXECGUARD_OFFLINE },
};

u32 drawing_classes(char page)
{
	size_t i;

	for (i = 0; i < sizeof(legend) / sizeof(legend[0]); i++)
		if (legend[i].page == page)
			return legend[i].classes;
	ck_abort_msg("no such page in the legend: %c", page);
	return 0;
}

static char page_of(u32 classes)
{
	size_t i;

	for (i = 0; i < sizeof(legend) / sizeof(legend[0]); i++)
		if (legend[i].classes == classes)
			return legend[i].page;
	return '?';
}

void drawing_build(struct drawing *drawing, const char *text)
{
	struct kg_edge edges[KG_MAP_EDGES(DRAWING_MAX)];
	struct kg_range inputs[DRAWING_MAX];
	size_t nr = 0;
	size_t i;

	for (i = 0; text[i]; i++) {
		u32 classes = drawing_classes(text[i]);

		ck_assert_uint_lt(i, DRAWING_MAX);
		if (!classes)
			continue;
		inputs[nr].span.start = i * PAGE;
		inputs[nr].span.end = (i + 1) * PAGE;
		inputs[nr++].classes = classes;
	}

	kg_map_init(&drawing->map, drawing->ranges, DRAWING_MAX);
	ck_assert_int_eq(kg_map_build(&drawing->map, inputs, nr, edges,
				      KG_MAP_EDGES(DRAWING_MAX)), 0);
}

void drawing_show(const struct kg_map *map, char *text, size_t pages)
{
	size_t i;

	for (i = 0; i < pages; i++)
		text[i] = page_of(kg_map_classes(map, i * PAGE));
	text[pages] = '\0';
}

/* From the first to the last dash. */
struct kg_span drawing_span(const char *text)
{
	const char *first = strchr(text, '-');
	const char *last = strrchr(text, '-');

	ck_assert_ptr_nonnull(first);
	return (struct kg_span){ (first - text) * PAGE,
				 (last - text + 1) * PAGE };
}
