/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which memory can be pulled: what ACPI says of it.
 */
#ifndef KG_ACPI_H
#define KG_ACPI_H

struct kg_ranges;

/**
 * kg_acpi_collect_srat() - the places of memory that is plugged, from SRAT
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Some firmware marks all memory so, see kg_map_disbelieve().
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps.
 */
int kg_acpi_collect_srat(struct kg_ranges *inputs);

/**
 * kg_acpi_collect_ejectable() - the memory devices that are there and can be ejected
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps; not a notifier: firmware's own code runs.
 */
int kg_acpi_collect_ejectable(struct kg_ranges *inputs);

#endif /* KG_ACPI_H */
