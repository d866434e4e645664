/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a device tree says of memory, where a machine has one.
 */
#ifndef KG_DEVICETREE_H
#define KG_DEVICETREE_H

struct kg_ranges;

/**
 * kg_devicetree_collect() - memory nodes and reserved memory
 * @inputs: where they go: as KEXECGUARD_FIRMWARE, and KEXECGUARD_RESERVED or
 *	KEXECGUARD_NOMAP
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps.
 */
int kg_devicetree_collect(struct kg_ranges *inputs);

#endif /* KG_DEVICETREE_H */
