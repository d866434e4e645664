// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lib_ranges FILE: what libkguard does with the text of /proc/iomem, from
 * opening the file to the highest window that takes a kernel.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "sysroot/iomem.h"
#include "measured.h"
#include "sysroot/text.h"
#include "core/window.h"

#define SIZE	((u64)2 << 20)

static const char *path;
static struct kg_window window;

static const struct kg_query query = {
	.size = SIZE,
	.align = SIZE,
	.max = KG_ADDRESS_MAX,
	.top_down = true,
};

/* There is only the text, so the firmware's map is not read. */
static void find_window(void)
{
	struct kg_rules rules = kg_rules_x86;
	struct kg_ranges list = { 0 };
	struct kg_text text;
	struct kg_iomem iomem;
	struct kg_map map;
	unsigned int line;

	kg_rules_without(&rules, KEXECGUARD_FIRMWARE);
	rules.removable_without = 0;
	if (kg_text_read(AT_FDCWD, path, &text) ||
	    kg_iomem_parse(text, &list, &iomem, &line) ||
	    kg_ranges_build(&list, &map) ||
	    kg_window_find(&map, &rules, &query, &window))
		exit(1);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	path = argv[1];
	measured(find_window);
	printf("%#" PRIx64 "\n", window.address);
	return 0;
}
