// SPDX-License-Identifier: GPL-2.0-only
/*
 * kghanded: logs which RAM kexec_file_load() hands over on x86, an entry a line,
 * and where the table lies.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "lookup.h"

#ifdef CONFIG_X86
#include <asm/e820/api.h>

static int __init kghanded_init(void)
{
	struct e820_table **table;
	u32 i;
	int err = lookup_init();

	if (err)
		return err;
	table = lookup("e820_table_kexec");
	if (!table)
		return -ENOENT;
	pr_info("table %lx\n", (unsigned long)*table);
	for (i = 0; i < (*table)->nr_entries; i++)
		pr_info("%llx-%llx type %d\n", (*table)->entries[i].addr,
			(*table)->entries[i].addr +
			(*table)->entries[i].size - 1,
			(*table)->entries[i].type);
	return 0;
}
#else
static int __init kghanded_init(void)
{
	return -EOPNOTSUPP;
}
#endif

static void __exit kghanded_exit(void)
{
}

module_init(kghanded_init);
module_exit(kghanded_exit);
MODULE_DESCRIPTION("which memory kexec_file_load() hands over");
MODULE_LICENSE("GPL");
