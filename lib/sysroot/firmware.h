/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What firmware described: the entries of /sys/firmware/memmap, and the memory
 * that the ACPI table SRAT marks hot-pluggable.
 */
#ifndef KG_FIRMWARE_H
#define KG_FIRMWARE_H

#include "ranges.h"
#include "text.h"

/**
 * struct kg_entry - one directory of /sys/firmware/memmap
 * @number: its name
 * @span: the range
 * @is_ram: its type is System RAM
 */
struct kg_entry {
	unsigned long number;
	struct kg_span span;
	bool is_ram;
};

int kg_entry_parse(struct kg_text start, struct kg_text end,
		   struct kg_text type, struct kg_entry *entry);
int kg_entries_apply(struct kg_entry *entries, size_t nr, u64 block_size,
		     const struct kg_ranges *pluggable,
		     const struct kg_ranges *boot_ram,
		     struct kg_ranges *list, bool *in_doubt);
int kg_boot_params_parse(struct kg_text data, struct kg_ranges *boot_ram);
int kg_srat_parse(struct kg_text table, struct kg_ranges *pluggable);

#endif /* KG_FIRMWARE_H */
