// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory to point at: whole, ending in the middle, read-only, shared, or none.
 */
#define _GNU_SOURCE
#include "hostile.h"

#include <stdlib.h>
#include <sys/mman.h>

static unsigned char *map(size_t pages, size_t usable)
{
	unsigned char *at = mmap(NULL, pages * page_size(),
				 PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		exit(2);
	if (usable < pages)
		mprotect(at + usable * page_size(),
			 (pages - usable) * page_size(), PROT_NONE);
	return at;
}

void make_places(struct places *places, void *shared)
{
	places->whole = map(3, 2);
	places->constant = map(3, 2);
	mprotect(places->constant, 2 * page_size(), PROT_READ);
	places->shared = shared;
}

void *any_place(struct places *places, struct dice *dice, size_t size)
{
	static const uintptr_t nowhere[] = {
		0, 1, 0x1000, 0x7ffffffff000, 0x800000000000,
		0xffff888000000000, 0xffffffff81000000, UINTPTR_MAX,
		UINTPTR_MAX - 3,
	};
	unsigned char *end = places->whole + 2 * page_size();

	switch (roll_below(dice, 16)) {
	case 0:
		return (void *)nowhere[roll_below(dice, sizeof(nowhere) /
						  sizeof(nowhere[0]))];
	case 1:	/* cut off somewhere */
		return end - roll_below(dice, 600);
	case 2:	/* fits to the last byte */
		return end - (size < 2 * page_size() ? size : 8);
	case 3:
		return places->constant;
	case 4:
		return places->shared;
	case 5:
		return places->whole + roll_below(dice, 64);
	default:
		return places->whole;
	}
}

bool is_writable(const struct places *places, const void *at, size_t size)
{
	uintptr_t offset = (uintptr_t)at - (uintptr_t)places->whole;

	return offset <= 2 * page_size() && size <= 2 * page_size() - offset;
}
