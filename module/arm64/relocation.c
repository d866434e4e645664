// SPDX-License-Identifier: GPL-2.0-only
/*
 * How an arm64 kernel copies an image to its place. Since 5.16 with the MMU on,
 * through a copy of the linear map that each load makes for itself; before, one
 * page after the other with the caches off. A page that the linear map lacks
 * because firmware keeps it faults in the one case and is corrupted in the
 * other.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/static_call.h>

#include "arch.h"
#include "compat.h"

/* Before 5.14 there is no other, and it knows what is not mapped. */
static int is_valid(unsigned long pfn)
{
	return pfn_valid(pfn);
}

DEFINE_STATIC_CALL(kg_is_map_memory, is_valid);
static bool copies_mapped;

/* The tables of the linear map: read by a load, written by a removal. */
static DECLARE_RWSEM(linear_map);

void __init kg_arch_relocation_init(void)
{
	void *function = kg_compat_text("pfn_is_map_memory");

	if (function)
		static_call_update(kg_is_map_memory,
				   (typeof(&is_valid))function);
	/* It came with the page tables, and nothing else needs it as a whole. */
	copies_mapped = kg_compat_text("trans_pgd_copy_el2_vectors");
}

bool kg_arch_copies_mapped(void)
{
	return copies_mapped;
}

bool kg_arch_is_mapped(unsigned long pfn)
{
	return static_call(kg_is_map_memory)(pfn);
}

bool kg_arch_prepare_copy_begins(void)
{
	return !copies_mapped || down_read_trylock(&linear_map);
}

void kg_arch_prepare_copy_ends(void)
{
	if (copies_mapped)
		up_read(&linear_map);
}

void kg_arch_remove_begins(void)
{
	down_write(&linear_map);
}

void kg_arch_remove_ends(void)
{
	up_write(&linear_map);
}
