// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the firmware of an x86-64 machine described at boot: the e820 map. The
 * kernel does not change it when memory is plugged, and makes the boot
 * resources from it, so a resource whose first and last byte it knows as RAM
 * was there at boot.
 */
#include <linux/ioport.h>
#include <asm/e820/api.h>

#include "arch.h"
#include "facts.h"

static bool is_e820_ram(u64 address)
{
	return e820__mapped_any(address, address + 1, E820_TYPE_RAM);
}

static int add_origin(struct resource *resource, void *inputs)
{
	u32 origin = KG_HOTADDED;

	if (is_e820_ram(resource->start) && is_e820_ram(resource->end))
		origin = KG_FIRMWARE;
	return kg_inputs_add(inputs, resource->start, resource->end + 1,
			     origin);
}

int kg_arch_collect(struct kg_inputs *inputs)
{
	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   0, -1, inputs, add_origin);
}

const struct kg_rules *kg_arch_rules(void)
{
	return &kg_rules_x86;
}
