// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the firmware of an x86-64 machine described at boot: the e820 map. The
 * kernel does not change it when memory is plugged, and makes the boot
 * resources from it, so a resource whose first and last byte are RAM in the map
 * was present at boot. Such a resource may begin and end anywhere: what a boot
 * loader or another kernel passed on (setup_data) is a resource of its own, a
 * few bytes long.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <asm/e820/api.h>

#include "arch.h"
#include "compat.h"
#include "ranges.h"

/*
 * Also RAM, and "System RAM" in the resource tree: setup_data. Up to v6.14,
 * always with this value; later kernels leave it E820_TYPE_RAM.
 */
#define E820_KEPT	((enum e820_type)128)

static bool is_e820_ram(u64 address)
{
	return e820__mapped_any(address, address + 1, E820_TYPE_RAM) ||
	       e820__mapped_any(address, address + 1, E820_KEPT);
}

static int add_origin(struct resource *resource, void *inputs)
{
	u32 origin = KEXECGUARD_HOTADDED;

	if (is_e820_ram(resource->start) && is_e820_ram(resource->end))
		origin = KEXECGUARD_FIRMWARE;
	return kg_ranges_add(inputs, resource->start, resource->end + 1,
			     origin);
}

/*
 * The kernel copies ACPI tables from the initramfs to free memory, which is no
 * System RAM from then on. After a kexec they are not needed: kexec-tools,
 * which use firmware's map, rightly take that memory.
 */
static const u64 *tables_at;	/* the kernel's acpi_tables_addr, or NULL */
static const int *tables_size;	/* the kernel's all_tables_size, or NULL */

static int add_tables(struct kg_ranges *inputs)
{
	if (!tables_at || !tables_size || !*tables_at || *tables_size <= 0)
		return 0;
	return kg_ranges_add_described(inputs, *tables_at, *tables_size,
				       KEXECGUARD_RAM | KEXECGUARD_FIRMWARE);
}

void __init kg_arch_memory_init(void)
{
	tables_at = kg_compat_data("acpi_tables_addr");
	tables_size = kg_compat_data("all_tables_size");
}

int kg_arch_collect(struct kg_ranges *inputs)
{
	int err = add_tables(inputs);

	if (err)
		return err;
	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   0, -1, inputs, add_origin);
}

const struct kg_rules *kg_arch_rules(void)
{
	return &kg_rules_x86;
}
