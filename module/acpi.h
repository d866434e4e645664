/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which memory can be pulled, according to ACPI.
 */
#ifndef KG_ACPI_H
#define KG_ACPI_H

struct kg_ranges;

#ifdef CONFIG_ACPI

/**
 * kg_acpi_collect_srat() - ranges that SRAT marks hot-pluggable
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Some firmware marks all memory so, see kg_map_disbelieve().
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps.
 */
int kg_acpi_collect_srat(struct kg_ranges *inputs);

/**
 * kg_acpi_collect_ejectable() - memory devices that are present and ejectable
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps; not a notifier: firmware's own code runs.
 */
int kg_acpi_collect_ejectable(struct kg_ranges *inputs);

#else

static inline int kg_acpi_collect_srat(struct kg_ranges *inputs)
{
	return 0;
}

static inline int kg_acpi_collect_ejectable(struct kg_ranges *inputs)
{
	return 0;
}

#endif /* CONFIG_ACPI */

#endif /* KG_ACPI_H */
