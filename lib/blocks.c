// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The memory blocks. Nothing is assumed about which there are: the first need
 * not be memory0, and there may be holes. RAM that no block speaks for is not
 * known to be online.
 */
#include "blocks.h"

#include <stdlib.h>

/**
 * kg_block_size_parse - the content of block_size_bytes
 * @text: the text
 * @size: where the size goes
 *
 * Return: 0, or -EBADMSG if it is no power of two in hexadecimal.
 */
int kg_block_size_parse(struct kg_text text, u64 *size)
{
	u64 value;

	if (!kg_text_hex(&text, &value) || !kg_text_is(&text, "") ||
	    !kg_is_power_of_two(value))
		return -EBADMSG;
	*size = value;
	return 0;
}

/**
 * kg_block_parse - the files of one block
 * @size: size of a block
 * @index: content of phys_index
 * @state: content of state
 * @zones: content of valid_zones; for an online block the zone that it is in
 * @block: where the block goes; its classes are 0 if it is online and not
 *	movable
 *
 * Return: 0, or -EBADMSG if the files are not what the kernel writes.
 */
int kg_block_parse(u64 size, struct kg_text index, struct kg_text state,
		   struct kg_text zones, struct kg_range *block)
{
	u64 number;

	if (!kg_text_hex(&index, &number) || !kg_text_is(&index, "") ||
	    number > (KG_ADDRESS_MAX - size) / size)
		return -EBADMSG;
	if (kg_span_from_size(number * size, size, &block->span))
		return -EBADMSG;

	block->classes = 0;
	if (!kg_text_is(&state, "online"))
		block->classes = KG_OFFLINE;
	else if (kg_text_is(&zones, "Movable"))
		block->classes = KG_MOVABLE;
	return 0;
}

/* What is left of @ram between the blocks that cover it. */
static int mark_uncovered(const struct kg_map *covered, struct kg_span ram,
			  struct kg_gather *gather)
{
	size_t index = kg_map_find(covered, ram.start);
	struct kg_span hole = ram;
	struct kg_span block;
	int err = 0;

	for (; index < covered->count && !err; index++) {
		block = kg_map_at(covered, index)->span;
		if (block.start >= ram.end)
			break;
		hole.end = block.start;
		if (kg_span_is_valid(hole))
			err = kg_gather_add(gather, hole, KG_OFFLINE);
		hole.start = block.end;
	}
	hole.end = ram.end;
	if (!err && kg_span_is_valid(hole))
		err = kg_gather_add(gather, hole, KG_OFFLINE);
	return err;
}

static int build_covered(const struct kg_gather *blocks,
			 struct kg_map *covered)
{
	struct kg_gather all = { .nr = 0 };
	size_t i;
	int err = 0;

	for (i = 0; i < blocks->nr && !err; i++)
		err = kg_gather_add(&all, blocks->ranges[i].span, KG_RAM);
	if (!err)
		err = kg_gather_build(&all, covered);
	kg_gather_free(&all);
	return err;
}

/**
 * kg_blocks_apply - add what the blocks say to what is known of RAM
 * @blocks: the blocks, from kg_block_parse()
 * @gather: RAM on entry; gets the classes of the blocks, and KG_OFFLINE for RAM
 *	that is in none
 *
 * Return: 0, -ENOMEM, or -E2BIG.
 */
int kg_blocks_apply(const struct kg_gather *blocks, struct kg_gather *gather)
{
	size_t nr = gather->nr;
	struct kg_map covered;
	size_t i;
	int err;

	err = build_covered(blocks, &covered);
	if (err)
		return err;
	for (i = 0; i < nr && !err; i++)
		if (gather->ranges[i].classes & KG_RAM)
			err = mark_uncovered(&covered, gather->ranges[i].span,
					     gather);
	for (i = 0; i < blocks->nr && !err; i++)
		if (blocks->ranges[i].classes)
			err = kg_gather_add(gather, blocks->ranges[i].span,
					    blocks->ranges[i].classes);
	free(covered.ranges);
	return err;
}
