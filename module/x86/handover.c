// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory map that kexec_file_load() hands over to the next kernel. It is
 * the firmware's as of boot, and the kernel never changes it: when boot memory
 * is pulled, the next kernel still uses it and dies. This file replaces the
 * kernel's table by one without that memory, and restores the kernel's own when
 * the memory returns or the module is unloaded.
 *
 * Readers take no lock, so a table is replaced, never changed, and freed after
 * a grace period. Callers hold the kernel's hotplug lock.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>
#include <asm/e820/api.h>

#include "arch.h"
#include "compat.h"
#include "core/map.h"

/* Pieces of boot memory that are gone; neighbours count as one. */
#define GONE_MAX	64

/**
 * struct handed - a table made here
 * @next: in the list of tables to be freed
 * @table: what the kernel reads; as long as needed
 */
struct handed {
	struct handed *next;
	struct e820_table table;
};

static DEFINE_MUTEX(handover_lock);
static struct e820_table **table_at;	/* the kernel's variable, or NULL */
static struct e820_table *original;	/* the kernel's own */
static struct handed *current_table;	/* the one in its place, or NULL */
static struct handed *retired;		/* to be freed */
static struct kg_range gone_ranges[GONE_MAX];
static struct kg_map gone = {
	/* KEXECGUARD_RAM: the memory that is gone */
	.ranges = gone_ranges,
	.capacity = GONE_MAX,
};
static bool is_lost;			/* more is gone than is recorded */
static bool is_stale;			/* the table has memory that is gone */

static void free_fn(struct work_struct *work);
static DECLARE_WORK(free_work, free_fn);

static struct handed *take_retired(void)
{
	struct handed *list;

	mutex_lock(&handover_lock);
	list = retired;
	retired = NULL;
	mutex_unlock(&handover_lock);
	return list;
}

/* A reader may be preempted, but does not sleep. */
static void free_fn(struct work_struct *work)
{
	struct handed *list = take_retired();
	struct handed *next;

	synchronize_rcu_tasks();
	for (; list; list = next) {
		next = list->next;
		kvfree(list);
	}
}

static void replace(struct handed *by)
{
	smp_store_release(table_at, by ? &by->table : original);
	if (current_table) {
		current_table->next = retired;
		retired = current_table;
		schedule_work(&free_work);
	}
	current_table = by;
}

static void put_entry(struct e820_table *to, const struct e820_entry *from,
		      u64 start, u64 end)
{
	if (start >= end)
		return;
	to->entries[to->nr_entries++] = (struct e820_entry){
		.addr = start, .size = end - start, .type = from->type,
	};
}

/* The parts of an entry that are not gone. RAM kept for setup_data stays. */
static void cut(struct e820_table *to, const struct e820_entry *from)
{
	u64 at = from->addr, end = from->addr + from->size;
	size_t i;

	if (from->type != E820_TYPE_RAM) {
		put_entry(to, from, at, end);
		return;
	}
	for (i = kg_map_find(&gone, at); i < gone.count && at < end; i++) {
		const struct kg_span *span = &kg_map_at(&gone, i)->span;

		put_entry(to, from, at, min(span->start, end));
		at = max(at, span->end);
	}
	put_entry(to, from, at, end);
}

/* Each piece that is gone makes at most one more entry. */
static struct handed *make_table(void)
{
	size_t room = original->nr_entries + gone.count;
	struct handed *to;
	u32 i;

	to = kvzalloc(offsetof(struct handed, table.entries) +
		      room * sizeof(struct e820_entry), GFP_KERNEL);
	if (!to)
		return NULL;
	for (i = 0; i < original->nr_entries; i++)
		cut(&to->table, &original->entries[i]);
	return to;
}

/* The kernel hands over what fits into the zero page and drops the rest. */
static bool is_too_long(const struct e820_table *table)
{
	return table->nr_entries > original->nr_entries &&
	       table->nr_entries > E820_MAX_ENTRIES_ZEROPAGE;
}

static int hand_over(void)
{
	struct handed *to;

	if (!table_at)
		return gone.count ? -ENODATA : 0;
	if (!gone.count) {
		replace(NULL);
		return 0;
	}
	to = make_table();
	if (!to)
		return -ENOMEM;
	if (is_too_long(&to->table)) {
		kvfree(to);
		return -ENOSPC;
	}
	replace(to);
	return 0;
}

static bool is_of_boot(struct kg_span span)
{
	return e820__mapped_any(span.start, span.end, E820_TYPE_RAM);
}

static void note(struct kg_span span, bool is_gone)
{
	int err;

	lockdep_assert_held(&handover_lock);
	err = kg_map_update(&gone, span, is_gone ? KEXECGUARD_RAM : 0,
			    is_gone ? 0 : KEXECGUARD_RAM);
	if (err)
		is_lost = true;
	err = hand_over();
	if ((err || is_lost) && !is_stale)
		pr_warn("boot memory is gone, and the map for the next kernel still has it: kexec_file_load() is refused\n");
	WRITE_ONCE(is_stale, err || is_lost);
}

static void note_boot_memory(struct kg_span span, bool is_gone)
{
	if (!is_of_boot(span))
		return;
	mutex_lock(&handover_lock);
	note(span, is_gone);
	mutex_unlock(&handover_lock);
}

void kg_arch_memory_removed(struct kg_span span)
{
	note_boot_memory(span, true);
}

void kg_arch_memory_added(struct kg_span span)
{
	note_boot_memory(span, false);
}

bool kg_arch_hands_over_gone(void)
{
	return READ_ONCE(is_stale);
}

static bool __init is_gone_now(struct kg_span span)
{
	return is_of_boot(span) &&
	       region_intersects(span.start, kg_span_size(span),
				 IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) ==
	       REGION_DISJOINT;
}

/*
 * Find what was removed before the module was loaded. Memory is removed by
 * blocks. Memory that returns at the same time is recorded when the lock is
 * free.
 */
static void __init look_for_gone(const struct e820_entry *entry)
{
	u64 block = memory_block_size_bytes();
	u64 end = entry->addr + entry->size;
	struct kg_span span;
	u64 at;

	for (at = entry->addr; at < end; at = span.end) {
		span = (struct kg_span){
			at, min(round_down(at, block) + block, end)
		};
		mutex_lock(&handover_lock);
		if (is_gone_now(span))
			note(span, true);
		mutex_unlock(&handover_lock);
	}
}

void __init kg_arch_handover_init(void)
{
	table_at = kg_compat_data("e820_table_kexec");
	if (table_at)
		original = *table_at;
}

void __init kg_arch_handover_look(void)
{
	u32 i;

	if (!table_at)
		return;
	for (i = 0; i < original->nr_entries; i++)
		if (original->entries[i].type == E820_TYPE_RAM)
			look_for_gone(&original->entries[i]);
}

void kg_arch_handover_exit(void)
{
	mutex_lock(&handover_lock);
	if (current_table)
		replace(NULL);
	mutex_unlock(&handover_lock);
	flush_work(&free_work);
}
