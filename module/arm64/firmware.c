// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the firmware of an arm64 machine described at boot: the EFI memory map,
 * which the kernel passes on to the next one, or without EFI the device tree.
 * The next kernel maps what is described there and nothing else, wherever its
 * image was put.
 */
#include <linux/efi.h>
#include <linux/init.h>
#include <linux/ioport.h>

#include "arch.h"
#include "devicetree.h"
#include "ranges.h"

/* EFI */

static bool is_memory(const efi_memory_desc_t *entry)
{
	return entry->attribute &
	       (EFI_MEMORY_WB | EFI_MEMORY_WT | EFI_MEMORY_WC);
}

/* What a kernel uses as RAM; it does not map the rest. */
static bool is_usable(const efi_memory_desc_t *entry)
{
	switch (entry->type) {
	case EFI_LOADER_CODE:
	case EFI_LOADER_DATA:
	case EFI_BOOT_SERVICES_CODE:
	case EFI_BOOT_SERVICES_DATA:
	case EFI_CONVENTIONAL_MEMORY:
	case EFI_ACPI_RECLAIM_MEMORY:
	case EFI_PERSISTENT_MEMORY:
		return (entry->attribute & EFI_MEMORY_WB) &&
		       !(entry->attribute & EFI_MEMORY_SP);
	default:
		return false;
	}
}

static u32 efi_classes(const efi_memory_desc_t *entry)
{
	if (!is_usable(entry))
		return KEXECGUARD_NOMAP;
	if (entry->type == EFI_ACPI_RECLAIM_MEMORY)
		return KEXECGUARD_FIRMWARE | KEXECGUARD_RESERVED;
	return KEXECGUARD_FIRMWARE;
}

static int collect_efi(struct kg_ranges *inputs)
{
	const efi_memory_desc_t *entry;
	u64 pages;
	int err;

	for_each_efi_memory_desc(entry) {
		if (!is_memory(entry))
			continue;
		pages = min(entry->num_pages, KG_ADDRESS_MAX >> EFI_PAGE_SHIFT);
		err = kg_ranges_add_described(inputs, entry->phys_addr,
					      pages << EFI_PAGE_SHIFT,
					      efi_classes(entry));
		if (err)
			return err;
	}
	return 0;
}

/* What was added later */

struct origin {
	struct kg_ranges *inputs;
	size_t nr;	/* the inputs that firmware described */
};

static bool is_described(const struct origin *origin, u64 address)
{
	const struct kg_range *range = origin->inputs->ranges;
	size_t i;

	for (i = 0; i < origin->nr; i++, range++)
		if (range->classes & (KEXECGUARD_FIRMWARE | KEXECGUARD_NOMAP) &&
		    range->span.start <= address && address < range->span.end)
			return true;
	return false;
}

/* The kernel merges neighbours only where firmware described both. */
static int add_origin(struct resource *resource, void *data)
{
	const struct origin *origin = data;

	if (is_described(origin, resource->start) &&
	    is_described(origin, resource->end))
		return 0;
	return kg_ranges_add(origin->inputs, resource->start,
			     resource->end + 1, KEXECGUARD_HOTADDED);
}

void __init kg_arch_memory_init(void)
{
}

int kg_arch_collect(struct kg_ranges *inputs)
{
	struct origin origin = { .inputs = inputs };
	int err = efi_enabled(EFI_MEMMAP) ? collect_efi(inputs) :
					    kg_devicetree_collect(inputs);

	if (err)
		return err;
	origin.nr = inputs->nr;
	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   0, -1, &origin, add_origin);
}

const struct kg_rules *kg_arch_rules(void)
{
	return &kg_rules_arm64;
}
