// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ACPI says of memory that can be pulled. SRAT has the ranges where memory
 * can be plugged, as they were at boot. The memory devices have what is present
 * now and whether it can be ejected; that covers memory that was plugged before
 * a kexec, which the kernel after it takes for boot memory.
 */
#include <linux/acpi.h>

#include "acpi.h"
#include "ranges.h"

/* SRAT */

static int add_srat(struct kg_ranges *inputs,
		    const struct acpi_srat_mem_affinity *affinity)
{
	u32 wanted = ACPI_SRAT_MEM_ENABLED | ACPI_SRAT_MEM_HOT_PLUGGABLE;

	if ((affinity->flags & wanted) != wanted)
		return 0;
	return kg_ranges_add_described(inputs, affinity->base_address,
				       affinity->length,
				       KEXECGUARD_HOTPLUGGABLE);
}

int kg_acpi_collect_srat(struct kg_ranges *inputs)
{
	struct acpi_table_header *table;
	struct acpi_subtable_header *entry;
	void *at, *end;
	int err = 0;

	if (acpi_disabled ||
	    ACPI_FAILURE(acpi_get_table(ACPI_SIG_SRAT, 0, &table)))
		return 0;
	at = (void *)table + sizeof(struct acpi_table_srat);
	end = (void *)table + table->length;
	while (!err && at + sizeof(*entry) <= end) {
		entry = at;
		if (entry->length < sizeof(*entry) || at + entry->length > end)
			break;
		if (entry->type == ACPI_SRAT_TYPE_MEMORY_AFFINITY &&
		    entry->length >= sizeof(struct acpi_srat_mem_affinity))
			err = add_srat(inputs, at);
		at += entry->length;
	}
	acpi_put_table(table);
	return err;
}

/* The memory devices */

#define MEMORY_DEVICE	"PNP0C80"

struct ejectable {
	struct kg_ranges *inputs;
	int err;
};

static acpi_status add_resource(struct acpi_resource *resource, void *data)
{
	struct acpi_resource_address64 address;
	struct ejectable *to = data;

	if (ACPI_FAILURE(acpi_resource_to_address64(resource, &address)) ||
	    address.resource_type != ACPI_MEMORY_RANGE)
		return AE_OK;
	to->err = kg_ranges_add_described(to->inputs, address.address.minimum,
					  address.address.address_length,
					  KEXECGUARD_HOTPLUGGABLE);
	return to->err ? AE_NO_MEMORY : AE_OK;
}

/* Alone, or with the board or the container that it is on. */
static bool can_be_ejected(acpi_handle device)
{
	acpi_handle method;

	do {
		if (ACPI_SUCCESS(acpi_get_handle(device, "_EJ0", &method)))
			return true;
	} while (ACPI_SUCCESS(acpi_get_parent(device, &device)));
	return false;
}

/* Called for present devices. */
static acpi_status add_device(acpi_handle device, u32 level, void *data,
			      void **result)
{
	struct ejectable *to = data;

	if (can_be_ejected(device))
		acpi_walk_resources(device, METHOD_NAME__CRS, add_resource,
				    to);
	return to->err ? AE_CTRL_TERMINATE : AE_OK;
}

int kg_acpi_collect_ejectable(struct kg_ranges *inputs)
{
	struct ejectable to = { .inputs = inputs };

	if (!acpi_disabled)
		acpi_get_devices(MEMORY_DEVICE, add_device, &to, NULL);
	return to.err;
}
