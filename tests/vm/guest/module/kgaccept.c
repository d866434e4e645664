// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgaccept: pretends that firmware left memory unaccepted, as TDX and SEV-SNP
 * guests find it: two units of 2 MiB from start= on. Nothing may accept them,
 * as there is no host that could.
 */
#include <linux/bitops.h>
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>

static ulong start;
module_param(start, ulong, 0444);

static struct efi_unaccepted_memory *table;
static unsigned long before;

static int __init kgaccept_init(void)
{
	if (!start)
		return -EINVAL;
	table = kzalloc(sizeof(*table) + sizeof(long), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	table->version = 1;
	table->unit_size = SZ_2M;
	table->phys_base = start;
	table->size = sizeof(long);
	__set_bit(0, table->bitmap);
	__set_bit(1, table->bitmap);
	before = efi.unaccepted;
	efi.unaccepted = virt_to_phys(table);
	return 0;
}

static void __exit kgaccept_exit(void)
{
	efi.unaccepted = before;
	kfree(table);
}

module_init(kgaccept_init);
module_exit(kgaccept_exit);
MODULE_DESCRIPTION("Memory that is to be accepted");
MODULE_LICENSE("GPL");
