// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The parsers of a machine's files. The first byte chooses one, zero bytes
 * divide the rest into files. What is accepted is compared with a second, naive
 * reading of the same text.
 */
#include "../unit/check_map.h"
#include "sysroot/blocks.h"
#include "sysroot/firmware.h"
#include "sysroot/iomem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FILES_MAX	64
#define LINES_MAX	1024

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool claim)
{
	if (!claim)
		abort();
}

/* Each in memory of its own, so that a read past its end is seen. */
static struct kg_text copy(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1);

	require(text);
	if (size)
		memcpy(text, data, size);
	return (struct kg_text){ text, text + size };
}

static size_t split(const uint8_t *data, size_t size, struct kg_text *files)
{
	const uint8_t *zero;
	size_t nr = 0;
	size_t length;

	while (nr < FILES_MAX && size) {
		zero = memchr(data, 0, size);
		length = zero ? (size_t)(zero - data) : size;
		files[nr++] = copy(data, length);
		data += length + !!zero;
		size -= length + !!zero;
	}
	return nr;
}

static void build(const struct kg_ranges *list, struct kg_map *map)
{
	require(!kg_ranges_build(list, map));
	require(map_is_canonical(map));
}

struct naive_line {
	size_t indent;
	unsigned long long first;
	unsigned long long last;
	char *name;
};

static bool has_ram_above(const struct naive_line *lines, size_t at)
{
	size_t indent = lines[at].indent;

	while (at-- > 0) {
		if (lines[at].indent >= indent)
			continue;
		indent = lines[at].indent;
		if (!strcmp(lines[at].name, "System RAM") ||
		    !strncmp(lines[at].name, "System RAM (", 12))
			return true;
	}
	return false;
}

static u32 naive_classes(const struct naive_line *lines, size_t at)
{
	const char *name = lines[at].name;

	if (!strcmp(name, "System RAM"))
		return KEXECGUARD_RAM;
	if (!strcmp(name, "System RAM (hotplug)"))
		return KEXECGUARD_RAM | KEXECGUARD_HOTADDED;
	if (!strncmp(name, "System RAM (", 12))
		return KEXECGUARD_RAM | KEXECGUARD_DRIVER;
	if (!has_ram_above(lines, at))
		return strcmp(name, "Reserved") && strcmp(name, "reserved") ?
		       0 : KEXECGUARD_RESERVED;
	if (!strncmp(name, "Crash kernel", 12))
		return KEXECGUARD_CRASH;
	return strncmp(name, "Kernel ", 7) ? KEXECGUARD_RESERVED : KEXECGUARD_KERNEL;
}

/* The parser accepted this text. */
static void check_lines(char *text, const struct kg_ranges *list)
{
	static struct naive_line lines[LINES_MAX];
	size_t taken = 0;
	size_t nr = 0;
	char *line;
	char *rest;
	size_t i;

	for (i = strlen(text); i && text[i - 1] == '\n'; i--)
		text[i - 1] = '\0';
	while ((line = strsep(&text, "\n"))) {
		require(nr < LINES_MAX);
		lines[nr].indent = strspn(line, " ");
		lines[nr].first = strtoull(line, &rest, 16);
		require(*rest == '-');
		lines[nr].last = strtoull(rest + 1, &rest, 16);
		require(!strncmp(rest, " : ", 3));
		lines[nr++].name = rest + 3;
	}
	for (i = 0; i < nr; i++) {
		u32 classes = naive_classes(lines, i);

		if (!classes)
			continue;
		require(taken < list->nr);
		require(list->ranges[taken].span.start == lines[i].first);
		require(list->ranges[taken].span.end == lines[i].last + 1);
		require(list->ranges[taken++].classes == classes);
	}
	require(taken == list->nr);
}

static void fuzz_iomem(const uint8_t *data, size_t size)
{
	struct kg_ranges list = { .nr = 0 };
	struct kg_text text = copy(data, size);
	struct kg_iomem iomem;
	unsigned int line;
	struct kg_map map;
	char *string;
	int err;

	err = kg_iomem_parse(text, &list, &iomem, &line);
	require(!err || err == -EBADMSG || err == -EACCES || err == -ENODATA);
	if (!err) {
		build(&list, &map);
		free(map.ranges);
		string = strndup(text.at, size);
		require(string);
		if (strlen(string) == size)
			check_lines(string, &list);
		free(string);
	}
	kg_ranges_free(&list);
	kg_text_free(&text);
}

/* The state of one byte of RAM, by its block. */
static u32 naive_block_classes(const struct kg_ranges *blocks, u64 address)
{
	bool is_covered = false;
	u32 classes = 0;
	size_t i;

	for (i = 0; i < blocks->nr; i++) {
		if (address < blocks->ranges[i].span.start ||
		    address >= blocks->ranges[i].span.end)
			continue;
		is_covered = true;
		classes |= blocks->ranges[i].classes;
	}
	return is_covered ? classes : KEXECGUARD_OFFLINE;
}

static void check_blocks(const struct kg_ranges *blocks)
{
	struct kg_span ram = { 0x100000, 0x4000100000 };
	struct kg_ranges list = { .nr = 0 };
	struct kg_map map;
	u64 points[6];
	size_t i;
	int at;

	require(!kg_ranges_add(&list, ram, KEXECGUARD_RAM));
	require(!kg_blocks_apply(blocks, &list));
	build(&list, &map);
	for (i = 0; i < blocks->nr; i++) {
		points[0] = blocks->ranges[i].span.start - 1;
		points[1] = blocks->ranges[i].span.start;
		points[2] = blocks->ranges[i].span.end - 1;
		points[3] = blocks->ranges[i].span.end;
		points[4] = ram.start;
		points[5] = ram.end - 1;
		for (at = 0; at < 6; at++)
			if (points[at] >= ram.start && points[at] < ram.end)
				require(kg_map_classes(&map, points[at]) ==
					(KEXECGUARD_RAM |
					 naive_block_classes(blocks,
							     points[at])));
	}
	free(map.ranges);
	kg_ranges_free(&list);
}

static void fuzz_blocks(const struct kg_text *files, size_t nr)
{
	struct kg_ranges blocks = { .nr = 0 };
	struct kg_range block;
	u64 size;
	size_t i;

	if (!nr || kg_block_size_parse(files[0], &size))
		return;
	require(kg_is_power_of_two(size));
	for (i = 1; i + 2 < nr; i += 3) {
		if (kg_block_parse(size, files[i], files[i + 1], files[i + 2],
				   &block))
			continue;
		require(kg_span_size(block.span) == size);
		require(!(block.span.start & (size - 1)));
		require(!kg_ranges_add(&blocks, block.span, block.classes));
	}
	check_blocks(&blocks);
	kg_ranges_free(&blocks);
}

static void fuzz_entries(const struct kg_text *files, size_t nr)
{
	struct kg_entry entries[FILES_MAX];
	struct kg_ranges pluggable = { .nr = 0 };
	struct kg_ranges list = { .nr = 0 };
	struct kg_map map;
	bool in_doubt = false;
	size_t count = 0;
	size_t ram = 0;
	size_t i;

	for (i = 0; i + 2 < nr; i += 3) {
		if (kg_entry_parse(files[i], files[i + 1], files[i + 2],
				   &entries[count]))
			continue;
		require(kg_span_is_valid(entries[count].span));
		ram += entries[count].is_ram;
		entries[count].number = count;
		count++;
	}
	require(!kg_entries_apply(entries, count, nr % 2 ? 0x8000000 : 0,
				  &pluggable, NULL, &list, &in_doubt));
	require(list.nr <= ram);
	/* Without hotplug, all valid memory is the firmware's. */
	for (i = 0; i < list.nr && !(nr % 2); i++)
		require(i || list.ranges[i].classes == KEXECGUARD_FIRMWARE ||
			!entries[0].is_ram);
	build(&list, &map);
	free(map.ranges);
	kg_ranges_free(&list);
}

static void fuzz_srat(const uint8_t *data, size_t size)
{
	struct kg_ranges pluggable = { .nr = 0 };
	struct kg_text table = copy(data, size);
	struct kg_map map;
	int err;

	err = kg_srat_parse(table, &pluggable);
	require(!err || err == -EBADMSG);
	require(pluggable.nr <= size / 40);
	build(&pluggable, &map);
	free(map.ranges);
	kg_ranges_free(&pluggable);
	kg_text_free(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kg_text files[FILES_MAX];
	size_t nr;

	if (!size)
		return 0;
	nr = split(data + 1, size - 1, files);
	switch (data[0] % 4) {
	case 0:
		fuzz_iomem(data + 1, size - 1);
		break;
	case 1:
		fuzz_blocks(files, nr);
		break;
	case 2:
		fuzz_entries(files, nr);
		break;
	default:
		fuzz_srat(data + 1, size - 1);
		break;
	}
	while (nr)
		kg_text_free(&files[--nr]);
	return 0;
}
