// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The memory blocks. The first need not be memory0, and there may be holes. RAM
 * that is in no block is not known to be online.
 */
#include "blocks.h"

/**
 * kg_block_size_parse - the content of block_size_bytes
 * @text: the text
 * @size: where the size goes
 *
 * Return: 0, or -EBADMSG if it is not a power of two in hexadecimal.
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
 * Return: 0, or -EBADMSG if the files are not as the kernel writes them.
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
		block->classes = KEXECGUARD_OFFLINE;
	else if (kg_text_is(&zones, "Movable"))
		block->classes = KEXECGUARD_MOVABLE;
	return 0;
}

/**
 * kg_blocks_apply - add the classes of the blocks
 * @blocks: the blocks, from kg_block_parse()
 * @list: RAM on entry; gets the classes of the blocks, and
 *	KEXECGUARD_OFFLINE for RAM that is in none
 *
 * Return: 0, -ENOMEM, or -E2BIG.
 */
int kg_blocks_apply(const struct kg_ranges *blocks, struct kg_ranges *list)
{
	size_t i;
	int err;

	err = kg_ranges_mark_ram(list, blocks, KEXECGUARD_OFFLINE);
	for (i = 0; i < blocks->nr && !err; i++)
		if (blocks->ranges[i].classes)
			err = kg_ranges_add(list, blocks->ranges[i].span,
					    blocks->ranges[i].classes);
	return err;
}
