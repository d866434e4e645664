// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See machine.h.
 */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_BLOCK	8	/* below lies what cannot be pulled */
#define PAGE		((u64)4096)

/**
 * machine_memory() - allocate memory, or end the program
 * @nr: how many
 * @size: of what size
 *
 * Return: it, zeroed.
 */
void *machine_memory(size_t nr, size_t size)
{
	void *memory = calloc(nr, size);

	if (!memory) {
		perror("bench");
		exit(2);
	}
	return memory;
}

/**
 * machine_block() - a memory block
 * @index: which
 *
 * Return: its range.
 */
struct kg_span machine_block(size_t index)
{
	u64 start = (FIRST_BLOCK + index) * BLOCK_SIZE;

	return (struct kg_span){ start, start + BLOCK_SIZE };
}

/* The same numbers on each machine and in each run. */
static u64 next_random(void)
{
	static u64 state = 88172645463325252u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/**
 * machine_inputs() - the ranges of a machine from four sources, one after the
 * other
 * @inputs: where it goes
 * @nr: how many ranges
 *
 * System RAM with a hole after each range; the firmware's view of it; sections,
 * of which some are offline or movable; and reserved areas in it.
 */
void machine_inputs(struct kg_range *inputs, size_t nr)
{
	size_t quarter = nr / 4, i;

	for (i = 0; i < nr; i++) {
		size_t source = quarter ? i / quarter : 0;
		size_t block = quarter ? i % quarter : i;
		struct kg_span span = machine_block(block);
		u32 classes;

		span.end -= BLOCK_SIZE / 4;
		switch (source) {
		case 0:
			classes = KEXECGUARD_RAM;
			break;
		case 1:
			classes = KEXECGUARD_FIRMWARE;
			break;
		case 2:
			classes = block % 3 ? KEXECGUARD_MOVABLE
					    : KEXECGUARD_OFFLINE;
			span.end = span.start + BLOCK_SIZE / 2;
			break;
		default:
			classes = KEXECGUARD_RESERVED;
			span.start += PAGE * (i % 64 + 1);
			span.end = span.start + PAGE * 16;
			break;
		}
		inputs[i] = (struct kg_range){ span, classes };
	}
}

/**
 * machine_shuffle() - bring the ranges into a random order
 * @inputs: the ranges
 * @nr: how many
 */
void machine_shuffle(struct kg_range *inputs, size_t nr)
{
	struct kg_range other;
	size_t i, j;

	for (i = nr; i > 1; i--) {
		j = next_random() % i;
		other = inputs[i - 1];
		inputs[i - 1] = inputs[j];
		inputs[j] = other;
	}
}

/**
 * machine_blocks() - a map in which each block differs from its neighbours
 * @map: where it goes; gets storage that is never freed
 * @nr: how many blocks
 *
 * Every second one is offline, the worst that hotplug can make of a map.
 */
void machine_blocks(struct kg_map *map, size_t nr)
{
	size_t capacity = nr + 16, i;

	kg_map_init(map, machine_memory(capacity, sizeof(*map->ranges)),
		    capacity);
	for (i = 0; i < nr; i++)
		if (kg_map_update(map, machine_block(i),
				  KEXECGUARD_RAM | KEXECGUARD_HOTADDED |
					  (i % 2 ? KEXECGUARD_OFFLINE : 0),
				  0))
			exit(2);
}
