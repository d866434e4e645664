// SPDX-License-Identifier: GPL-2.0-only
/*
 * How an x86-64 kernel copies an image to its place: always with the MMU on,
 * through page tables that each load makes for itself. They map all RAM, and a
 * page that has a struct page and is online is that.
 */
#include <linux/init.h>

#include "arch.h"

void __init kg_arch_relocation_init(void)
{
}

bool kg_arch_copies_mapped(void)
{
	return true;
}

bool kg_arch_is_mapped(unsigned long pfn)
{
	return true;
}
