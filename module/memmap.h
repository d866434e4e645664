/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory map: what each range of physical memory is, from the kernel's own
 * tables, kept up to date by events.
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

/* Is the map known? While it is not, there are no verdicts. */
bool kg_memmap_is_known(void);

/**
 * kg_memmap_ensure() - read the map if it is not known
 *
 * The map is lost when there is no memory to enter an event. A worker then
 * reads it again; callers that need the map now do not wait for the worker.
 *
 * Return: 0 if the map is known now; -ENOMEM.
 * Context: process, sleeps; never in a notifier.
 */
int kg_memmap_ensure(void);

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

/**
 * kg_memmap_change_begins() - memory begins to change
 * @change: how
 * @span: which memory
 * @driver: it is driver-managed
 *
 * Context: process; a memory notifier too.
 */
void kg_memmap_change_begins(enum kg_change change, struct kg_span span,
			    bool driver);

/* It is over: it has happened, or was cancelled. Context: as above. */
void kg_memmap_change_ends(enum kg_change change, struct kg_span span,
			  bool has_happened);

/**
 * kg_memmap_verdict() - judge ranges
 * @spans: the ranges
 * @nr: how many
 * @verdicts: where the verdict of each goes
 *
 * Return: 0, or -ENODATA if the map is not known.
 * Context: process, sleeps.
 */
int kg_memmap_verdict(const struct kg_span *spans, unsigned int nr,
		     struct kg_verdict *verdicts);

/**
 * kg_memmap_find() - find a window
 * @query: what it must be like
 * @window: where it goes
 *
 * Return: 0; -ENODATA if the map is not known; else as kg_window_find().
 * Context: process, sleeps.
 */
int kg_memmap_find(const struct kg_query *query, struct kg_window *window);

/**
 * kg_memmap_is_driver_managed() - does a driver manage this memory
 * @span: the memory, of one owner
 *
 * Return: true if it does; false if it does not, or that is not known.
 * Context: process; a memory notifier too.
 */
bool kg_memmap_is_driver_managed(struct kg_span span);

/**
 * kg_memmap_next_hotadded() - find memory that was added after boot
 * @from: where to begin
 * @span: where the first range that begins there or later goes; driver-managed
 *	memory does not count
 *
 * Return: true if there is one; false if not, or if the map is not known.
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
 * Return: 0, -ENOSPC if @capacity is too small, -ENODATA if the map is not
 * known.
 * Context: process, sleeps.
 */
int kg_memmap_copy(struct kg_range *ranges, size_t capacity, u64 *version,
		  u32 *unknown, struct kg_rules *rules, size_t *nr);

#endif /* KG_MEMMAP_H */
