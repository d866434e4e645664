// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that a confidential guest (TDX, SEV-SNP) has not accepted: touching it
 * kills the guest. The EFI stub passes the kernel a table with a bit for each
 * unit of memory; a bit is cleared when its unit has been accepted, and never
 * set again.
 */
#include <linux/bitops.h>
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <asm/unaccepted_memory.h>

#include "arch.h"
#include "ranges.h"

static u64 nr_units(const struct efi_unaccepted_memory *table)
{
	return table->size * BITS_PER_BYTE;
}

bool kg_arch_is_unaccepted(u64 address)
{
	const struct efi_unaccepted_memory *table = efi_get_unaccepted_table();
	u64 unit;

	if (!table || address < table->phys_base)
		return false;
	unit = (address - table->phys_base) / table->unit_size;
	return unit < nr_units(table) && test_bit(unit, table->bitmap);
}

int kg_arch_collect_unaccepted(struct kg_ranges *inputs)
{
	const struct efi_unaccepted_memory *table = efi_get_unaccepted_table();
	unsigned long from, to;
	int err = 0;

	if (!table)
		return 0;
	for (from = find_next_bit(table->bitmap, nr_units(table), 0);
	     from < nr_units(table) && !err;
	     from = find_next_bit(table->bitmap, nr_units(table), to)) {
		to = find_next_zero_bit(table->bitmap, nr_units(table), from);
		err = kg_ranges_add(inputs,
				    table->phys_base +
				    (u64)from * table->unit_size,
				    table->phys_base +
				    (u64)to * table->unit_size,
				    KEXECGUARD_UNACCEPTED);
	}
	return err;
}

bool kg_arch_has_unaccepted(void)
{
	return efi_get_unaccepted_table();
}
