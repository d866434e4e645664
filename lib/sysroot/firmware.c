// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What firmware described. The memory map in /sys/firmware starts with
 * firmware's entries from boot, in ascending order; memory that is hot-added
 * later is appended, without a mark. So an entry out of order was added; and
 * one that could have been added in order is not taken as firmware's, unless
 * SRAT says where hot-added memory can be, or the parameters that the kernel was
 * booted with have the entry.
 *
 *	0	00000000-0009fbff	System RAM	boot
 *	1	000f0000-000fffff	Reserved	boot
 *	2	00100000-3ffdffff	System RAM	boot
 *	3	fffc0000-ffffffff	Reserved	boot
 *	4	180000000-19fffffff	System RAM	? made of whole blocks
 *	5	100000000-11fffffff	System RAM	hot-added
 */
#include "firmware.h"

#include <stdlib.h>

static bool parse_number(struct kg_text text, u64 *value)
{
	return kg_text_skip(&text, "0x") && kg_text_hex(&text, value) &&
	       kg_text_is(&text, "");
}

/**
 * kg_entry_parse - the files of one entry
 * @start: content of start
 * @end: content of end
 * @type: content of type
 * @entry: where the entry goes, except its number
 *
 * Return: 0, or -EBADMSG if the files are not as the kernel writes them.
 */
int kg_entry_parse(struct kg_text start, struct kg_text end,
		   struct kg_text type, struct kg_entry *entry)
{
	u64 first;
	u64 last;

	if (!parse_number(start, &first) || !parse_number(end, &last) ||
	    kg_span_from_closed(first, last, &entry->span))
		return -EBADMSG;
	entry->is_ram = kg_text_is(&type, "System RAM");
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct kg_entry *left = a;
	const struct kg_entry *right = b;

	if (left->number == right->number)
		return 0;
	return left->number < right->number ? -1 : 1;
}

/* How many entries at the front can be from boot. */
static size_t count_ascending(const struct kg_entry *entries, size_t nr)
{
	size_t i;

	for (i = 1; i < nr; i++)
		if (entries[i].span.start < entries[i - 1].span.end)
			return i;
	return nr;
}

static bool is_whole_blocks(struct kg_span span, u64 block_size)
{
	return !((span.start | span.end) & (block_size - 1));
}

static bool is_in_any(const struct kg_ranges *list, struct kg_span span)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (kg_span_overlaps(list->ranges[i].span, span))
			return true;
	return false;
}

/* How many of those must be from boot. @pluggable is NULL without SRAT. */
static size_t count_certain(const struct kg_entry *entries, size_t nr,
			    u64 block_size, const struct kg_ranges *pluggable)
{
	const struct kg_entry *last;

	for (; nr; nr--) {
		last = &entries[nr - 1];
		if (!block_size || !last->is_ram ||
		    !is_whole_blocks(last->span, block_size))
			break;
		if (pluggable && !is_in_any(pluggable, last->span))
			break;
	}
	return nr;
}

static bool is_within_any(const struct kg_ranges *list, struct kg_span span)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (list->ranges[i].span.start <= span.start &&
		    list->ranges[i].span.end >= span.end)
			return true;
	return false;
}

/* 0 if it stays unknown. @boot_ram is NULL if that is not known. */
static u32 settle_origin(struct kg_span span, const struct kg_ranges *boot_ram)
{
	if (!boot_ram)
		return 0;
	if (is_within_any(boot_ram, span))
		return KEXECGUARD_FIRMWARE;
	return is_in_any(boot_ram, span) ? 0 : KEXECGUARD_HOTADDED;
}

/**
 * kg_entries_apply - add the classes of the firmware map
 * @entries: all entries; sorted by this function
 * @nr: how many
 * @block_size: size of a memory block, 0 if memory cannot be hot-added
 * @pluggable: the hot-pluggable ranges of SRAT, NULL without that table
 * @boot_ram: the RAM that the kernel was booted with, NULL if unknown
 * @list: gets KEXECGUARD_FIRMWARE and KEXECGUARD_HOTADDED
 * @in_doubt: set if the origin of an entry stays unknown
 *
 * Return: 0, -EBADMSG if two entries have the same number, -ENOMEM, or -E2BIG.
 */
int kg_entries_apply(struct kg_entry *entries, size_t nr, u64 block_size,
		     const struct kg_ranges *pluggable,
		     const struct kg_ranges *boot_ram,
		     struct kg_ranges *list, bool *in_doubt)
{
	size_t certain;
	size_t boot;
	u32 origin;
	size_t i;
	int err = 0;

	if (!nr)
		return 0;
	qsort(entries, nr, sizeof(*entries), by_number);
	for (i = 1; i < nr; i++)
		if (entries[i].number == entries[i - 1].number)
			return -EBADMSG;

	boot = count_ascending(entries, nr);
	certain = count_certain(entries, boot, block_size, pluggable);
	for (i = 0; i < nr && !err; i++) {
		if (!entries[i].is_ram)
			continue;
		if (i >= certain && i < boot)
			origin = settle_origin(entries[i].span, boot_ram);
		else
			origin = i < boot ? KEXECGUARD_FIRMWARE :
					    KEXECGUARD_HOTADDED;
		if (origin)
			err = kg_ranges_add(list, entries[i].span, origin);
		else
			*in_doubt = true;
	}
	return err;
}

/* struct boot_params of x86: the number of entries, the entries. */
#define E820_NUMBER		0x1e8
#define E820_TABLE		0x2d0
#define E820_SIZE		20
#define E820_MAX		128
#define E820_RAM		1

static u64 little_endian(const char *at, unsigned int bytes)
{
	u64 value = 0;

	while (bytes--)
		value = value << 8 | (unsigned char)at[bytes];
	return value;
}

/**
 * kg_boot_params_parse - the parameters that the boot loader passed
 * @data: their bytes
 * @boot_ram: gets the RAM of the map in them
 *
 * Return: 0, -ENODATA if the map may continue elsewhere, -EBADMSG if they are
 * too short, -ENOMEM, or -E2BIG.
 */
int kg_boot_params_parse(struct kg_text data, struct kg_ranges *boot_ram)
{
	size_t size = data.end - data.at;
	const char *entry;
	struct kg_span span;
	size_t i, nr;
	int err = 0;

	if (size < E820_TABLE + E820_MAX * E820_SIZE)
		return -EBADMSG;
	nr = (unsigned char)data.at[E820_NUMBER];
	if (!nr || nr >= E820_MAX)
		return -ENODATA;
	for (i = 0; i < nr && !err; i++) {
		entry = data.at + E820_TABLE + i * E820_SIZE;
		if (little_endian(entry + 16, 4) != E820_RAM ||
		    kg_span_from_size(little_endian(entry, 8),
				      little_endian(entry + 8, 8), &span))
			continue;
		err = kg_ranges_add(boot_ram, span, KEXECGUARD_RAM);
	}
	return err;
}

/* ACPI 6.5, 5.2.16: a header of 48 bytes, then structures of type and size. */
#define SRAT_HEADER		48
#define SRAT_MEMORY		1
#define SRAT_MEMORY_SIZE	40
#define SRAT_FLAGS		28
#define SRAT_ENABLED		1
#define SRAT_HOT_PLUGGABLE	2

static int take_memory(const char *at, struct kg_ranges *pluggable)
{
	u64 flags = little_endian(at + SRAT_FLAGS, 4);
	struct kg_span span;

	if (!(flags & SRAT_ENABLED) || !(flags & SRAT_HOT_PLUGGABLE))
		return 0;
	/*
	 * Some firmware has empty ranges, which are skipped. A range that ends
	 * above the last address is cut there.
	 */
	span = (struct kg_span){ little_endian(at + 8, 8), KG_ADDRESS_MAX };
	if (!little_endian(at + 16, 8) || !kg_span_is_valid(span))
		return 0;
	kg_span_from_size(span.start, little_endian(at + 16, 8), &span);
	return kg_ranges_add(pluggable, span, KEXECGUARD_HOTPLUGGABLE);
}

/**
 * kg_srat_parse - the ACPI table SRAT
 * @table: the table
 * @pluggable: gets the ranges that are hot-pluggable
 *
 * Return: 0, -EBADMSG if it is not an SRAT, -ENOMEM, or -E2BIG.
 */
int kg_srat_parse(struct kg_text table, struct kg_ranges *pluggable)
{
	size_t size = table.end - table.at;
	size_t at = SRAT_HEADER;
	size_t length;
	int err = 0;

	if (size < SRAT_HEADER || !kg_text_starts(&table, "SRAT"))
		return -EBADMSG;
	for (; at < size && !err; at += length) {
		if (size - at < 2)
			return -EBADMSG;
		length = (unsigned char)table.at[at + 1];
		if (length < 2 || length > size - at)
			return -EBADMSG;
		if (table.at[at] != SRAT_MEMORY)
			continue;
		if (length < SRAT_MEMORY_SIZE)
			return -EBADMSG;
		err = take_memory(table.at + at, pluggable);
	}
	return err;
}
