// SPDX-License-Identifier: GPL-2.0-only
/*
 * How an arm64 kernel copies an image to its destination. Since 5.16 with the
 * MMU on, through a copy of the linear map that each load makes; before, one
 * page after the other with the caches off. A page that the linear map lacks
 * because firmware keeps it faults in the first case and is corrupted in the
 * second.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/static_call.h>
#include <linux/wait.h>

#include "arch.h"
#include "compat.h"
#include "party.h"

/* Before 5.14 this is all there is, and it excludes what is not mapped. */
static int is_valid(unsigned long pfn)
{
	return pfn_valid(pfn);
}

DEFINE_STATIC_CALL(kg_is_map_memory, is_valid);
static bool copies_mapped;

/*
 * The users of the linear map's page tables: a load reads them, a removal
 * writes them. There is one of each at most, as they hold the kernel's kexec
 * and hotplug locks. A sleeping lock would not do: a task that dies with it
 * would hold it for good.
 */
static struct {
	spinlock_t lock;
	struct kg_party load;
	struct kg_party removal;
} linear_map = { .lock = __SPIN_LOCK_UNLOCKED(linear_map.lock) };

static DECLARE_WAIT_QUEUE_HEAD(copied_wait);

void __init kg_arch_relocation_init(void)
{
	void *function = kg_compat_text("pfn_is_map_memory");

	if (function)
		static_call_update(kg_is_map_memory,
				   (typeof(&is_valid))function);
	/* Introduced together with these page tables. */
	copies_mapped = kg_compat_text("trans_pgd_copy_el2_vectors");
}

bool kg_arch_copies_mapped(void)
{
	return copies_mapped;
}

bool kg_arch_is_mapped(unsigned long pfn)
{
	return static_call(kg_is_map_memory)(pfn);
}

/* Called with the lock held. */
static bool is_there(struct kg_party *party)
{
	if (kg_party_is_dead(party))
		kg_party_end(party);
	return kg_party_is_present(party);
}

static bool begins_unless(struct kg_party *party, struct kg_party *other)
{
	bool begins;

	spin_lock(&linear_map.lock);
	begins = !is_there(other) && !is_there(party);
	if (begins)
		kg_party_begin(party);
	spin_unlock(&linear_map.lock);
	return begins;
}

static void ends(struct kg_party *party)
{
	spin_lock(&linear_map.lock);
	kg_party_end(party);
	spin_unlock(&linear_map.lock);
}

bool kg_arch_prepare_copy_begins(void)
{
	return !copies_mapped ||
	       begins_unless(&linear_map.load, &linear_map.removal);
}

void kg_arch_prepare_copy_ends(void)
{
	if (!copies_mapped)
		return;
	ends(&linear_map.load);
	wake_up_all(&copied_wait);
}

/* In steps: a load whose task has died wakes no waiter. */
void kg_arch_remove_begins(void)
{
	while (!wait_event_idle_timeout(copied_wait,
			begins_unless(&linear_map.removal, &linear_map.load),
			HZ))
		;
}

void kg_arch_remove_ends(void)
{
	ends(&linear_map.removal);
}
