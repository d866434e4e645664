/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which memory can be pulled: what ACPI says of it.
 */
#ifndef KG_PLUGGABLE_H
#define KG_PLUGGABLE_H

struct kg_inputs;

/**
 * kg_pluggable_collect() - the places of memory that is plugged, from SRAT
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Some firmware marks all memory so, see kg_map_disbelieve().
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps.
 */
int kg_pluggable_collect(struct kg_inputs *inputs);

/**
 * kg_ejectable_collect() - the memory devices that are there and can be ejected
 * @inputs: where they go, as KEXECGUARD_HOTPLUGGABLE
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps; not a notifier: firmware's own code runs.
 */
int kg_ejectable_collect(struct kg_inputs *inputs);

#endif /* KG_PLUGGABLE_H */
