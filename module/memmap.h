/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory map: what each range of physical memory is, from the kernel's own
 * tables, as it was when they were last read.
 */
#ifndef KG_MEMMAP_H
#define KG_MEMMAP_H

#include <linux/types.h>

#include "core/policy.h"
#include "core/window.h"

/* Find the sources; nothing is read. Context: process, sleeps; module init. */
void kg_memmap_init(void);

/* Context: process, sleeps; after the last call of any function here. */
void kg_memmap_exit(void);

/* Did the last reading of the map succeed? */
bool kg_memmap_is_known(void);

/**
 * kg_memmap_read() - read the map if memory has changed since it was read
 *
 * Return: 0; -ENOMEM.
 * Context: process, sleeps; never in a notifier.
 */
int kg_memmap_read(void);

/**
 * kg_memmap_reread() - read the map again
 *
 * Some facts change without an event: the crash kernel's memory can be given
 * back.
 *
 * Return: 0; -ENOMEM, and the map is as before.
 * Context: process, sleeps; never in a notifier.
 */
int kg_memmap_reread(void);

/* Memory begins to change; until that ends the map is read for each use. */
void kg_memmap_change_begins(void);

/* It has changed, or the operation was cancelled. */
void kg_memmap_change_ends(bool has_begun);

/**
 * kg_memmap_verdict() - judge ranges
 * @spans: the ranges
 * @nr: how many
 * @verdicts: where the verdict of each goes
 *
 * Return: 0, or -ENODATA if the map could not be read.
 * Context: process, sleeps.
 */
int kg_memmap_verdict(const struct kg_span *spans, unsigned int nr,
		     struct kg_verdict *verdicts);

/**
 * kg_memmap_find() - find a window
 * @query: what it must be like
 * @window: where it goes
 *
 * Return: 0; -ENODATA if the map could not be read; else as kg_window_find().
 * Context: process, sleeps.
 */
int kg_memmap_find(const struct kg_query *query, struct kg_window *window);

/**
 * kg_memmap_is_driver_managed() - does a driver manage this memory
 * @span: the memory, of one owner
 *
 * Return: true if it does.
 * Context: process; a memory notifier too.
 */
bool kg_memmap_is_driver_managed(struct kg_span span);

/**
 * kg_memmap_next_hotadded() - find memory that was added after boot
 * @from: where to begin
 * @span: where the first range that begins there or later goes; driver-managed
 *	memory does not count
 *
 * Return: true if there is one.
 * Context: process, sleeps.
 */
bool kg_memmap_next_hotadded(u64 from, struct kg_span *span);

/* Did firmware mark all boot memory hot-pluggable? The mark is then ignored. */
bool kg_memmap_all_marked(void);

/**
 * kg_memmap_copy() - copy the map
 * @ranges: where the ranges go
 * @capacity: how many fit
 * @version: where the map's version goes; it grows with each change
 * @unknown: where the classes go that cannot be read here
 * @rules: where the rules go
 * @nr: where the number of ranges goes, also on -ENOSPC
 *
 * Return: 0, -ENOSPC if @capacity is too small, -ENODATA if the map cannot be
 * read.
 * Context: process, sleeps; never in a notifier.
 */
int kg_memmap_copy(struct kg_range *ranges, size_t capacity, u64 *version,
		  u32 *unknown, struct kg_rules *rules, size_t *nr);

#endif /* KG_MEMMAP_H */
