// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory side: reports to the guard when memory begins to change and when
 * it has changed, and has the image unloaded before the operation returns.
 *
 * The notifier runs with the kernel's hotplug locks held. It waits for nothing.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/page-flags.h>
#include <linux/pfn.h>

#include "arch.h"
#include "compat.h"
#include "guard.h"
#include "hook.h"
#include "hotplug.h"
#include "mark.h"
#include "memmap.h"
#include "unload.h"

/* Run last: once we see MEM_GOING_*, no other notifier can veto it. */
#define NOTIFIER_PRIORITY	INT_MIN

/*
 * How long a removal and an addition wait for an executing kexec to fail or to
 * jump, and for a hold to end. A kexec that fails mostly does so at once.
 */
#define REMOVE_TIMEOUT	(30 * HZ)
#define ADD_TIMEOUT	HZ

static int change_begins(struct kg_operation *operation)
{
	int ret = kg_guard_change_begins(operation);

	if (operation->is_active)
		kg_memmap_change_begins();
	return ret;
}

static void change_ends(struct kg_operation *operation, bool has_happened)
{
	kg_memmap_change_ends(operation->is_active);
	if (kg_guard_change_ends(operation, has_happened))
		kg_unload_outdated();
}

/*
 * One online or offline operation is under way at a time: the kernel holds its
 * hotplug lock for writing from the first call to the last. If another notifier
 * vetoes first, a cancellation comes without a beginning.
 */
static int on_memory_event(struct notifier_block *block, unsigned long event,
			   void *data)
{
	static struct kg_operation operation;
	struct kg_span span = kg_compat_notify_span(data);

	/* By name and by equality: the values changed within 6.12.y. */
	switch (event) {
	case MEM_GOING_ONLINE:
	case MEM_GOING_OFFLINE:
		operation = (struct kg_operation){
			.change = event == MEM_GOING_ONLINE ? KG_CHANGE_ONLINE :
							     KG_CHANGE_OFFLINE,
			.span = span,
			.driver = kg_memmap_is_driver_managed(span),
		};
		return notifier_from_errno(change_begins(&operation));
	case MEM_ONLINE:
	case MEM_OFFLINE:
		if (!operation.is_active)
			operation = (struct kg_operation){
				.change = event == MEM_ONLINE ?
					 KG_CHANGE_ONLINE : KG_CHANGE_OFFLINE,
				.span = span,
				.driver = kg_memmap_is_driver_managed(span),
			};
		change_ends(&operation, true);
		return NOTIFY_OK;
	case MEM_CANCEL_ONLINE:
	case MEM_CANCEL_OFFLINE:
		if (operation.is_active)
			change_ends(&operation, false);
		return NOTIFY_OK;
	default:
		return NOTIFY_DONE;
	}
}

static struct notifier_block notifier = {
	.notifier_call = on_memory_event,
	.priority = NOTIFIER_PRIORITY,
};

/*
 * The callers of a remove BUG if it fails, and nothing retries an add, so both
 * wait for an executing kexec, or for a hold, instead. Without a limit that could
 * deadlock with the shutdown of a device whose driver is at its memory. Another
 * kexec may begin between the end of one and our beginning, so the guard is asked
 * again each time.
 */
static int begins_in_time(struct kg_operation *operation,
			  unsigned long timeout)
{
	int ret;

	while ((ret = change_begins(operation)) == -EAGAIN) {
		timeout = kg_guard_wait_allowed(timeout);
		operation->is_late = !timeout;
	}
	return ret;
}

KG_HOOK_DEFINE(add,
	.name = "add",
	/* 7.3: the second only calls the first, and is inlined */
	.symbols = { "__add_memory_resource",
		     "add_memory_resource" },
	.protections = KEXECGUARD_PROTECT_ADD,
	.without = "Added memory goes unseen until it is brought online.")

/* add_memory_resource(nid, resource, ...) */
static long add_hook(const struct kg_args *args)
{
	const struct resource *resource = (struct resource *)args->arg[1];
	struct kg_operation operation = {
		.change = KG_CHANGE_ADD,
		.span = { resource->start, resource->end + 1 },
		.driver = resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED,
	};
	long ret = begins_in_time(&operation, ADD_TIMEOUT);

	if (ret)
		return ret;
	ret = add_original(args);
	if (!(int)ret && !operation.driver)
		kg_mark_added(operation.span);
	if (!(int)ret)
		kg_arch_memory_added(operation.span);
	change_ends(&operation, !(int)ret);
	return ret;
}

KG_HOOK_DEFINE(remove,
	.name = "remove",
	.symbols = { "try_remove_memory" },
	.is_unused = !IS_ENABLED(CONFIG_MEMORY_HOTREMOVE),
	.protections = KEXECGUARD_PROTECT_REMOVE,
	.without = "The removal of memory that was never online goes unseen.")

/* try_remove_memory(start, size) */
static long remove_hook(const struct kg_args *args)
{
	struct kg_span span = kg_compat_remove_span(args->arg);
	struct kg_operation operation = {
		.change = KG_CHANGE_REMOVE,
		.span = span,
		.driver = kg_memmap_is_driver_managed(span),
	};
	long ret = begins_in_time(&operation, REMOVE_TIMEOUT);

	if (ret)
		return ret;
	kg_arch_remove_begins();
	ret = remove_original(args);
	kg_arch_remove_ends();
	if (!(int)ret)
		kg_arch_memory_removed(span);
	change_ends(&operation, !(int)ret);
	return ret;
}

KG_HOOK_DEFINE(offline,
	.name = "offline",
	.symbols = { "offline_pages" },
	.is_unused = !IS_ENABLED(CONFIG_MEMORY_HOTREMOVE),
	.protections = KEXECGUARD_PROTECT_RELEASE,
	.without = "Policy \"release\" acts like \"unload\".")

/*
 * offline_pages(start_pfn, nr_pages, ...): the image's own pages are reserved
 * and would stop the isolation before the notifier is called.
 */
static long offline_hook(const struct kg_args *args)
{
	u64 start = PFN_PHYS(args->arg[0]);
	struct kg_span span = { start, start + PFN_PHYS(args->arg[1]) };

	if (kg_guard_releases(span, kg_memmap_is_driver_managed(span)))
		kg_unload_outdated();
	return offline_original(args);
}

/*
 * A page that was given up is poisoned from now on, whatever the function
 * returns. An image's own pages are reserved, as some of the kernel's are, and
 * the two cannot be told apart without the kernel's kexec lock.
 */
static void page_given_up(unsigned long pfn)
{
	struct page *page = kg_compat_online_page(pfn);
	struct kg_span span = { PFN_PHYS(pfn), PFN_PHYS(pfn) + PAGE_SIZE };

	if (page && kg_compat_is_poisoned(page) &&
	    kg_guard_page_lost(span, PageReserved(page)))
		kg_unload_outdated();
}

KG_HOOK_DEFINE(memory_failure,
	.name = "memory-failure",
	.symbols = { "memory_failure" },
	.is_unused = !IS_ENABLED(CONFIG_MEMORY_FAILURE),
	.protections = KEXECGUARD_PROTECT_POISON,
	.without = "A page of the image that fails goes unnoticed.")

/* memory_failure(pfn, flags) */
static long memory_failure_hook(const struct kg_args *args)
{
	long ret = memory_failure_original(args);

	page_given_up(args->arg[0]);
	return ret;
}

KG_HOOK_DEFINE(soft_offline,
	.name = "soft-offline",
	.symbols = { "soft_offline_page" },
	.is_unused = !IS_ENABLED(CONFIG_MEMORY_FAILURE),
	.protections = KEXECGUARD_PROTECT_POISON,
	.without = "A page of the image that is given up goes unnoticed.")

/* soft_offline_page(pfn, flags) */
static long soft_offline_hook(const struct kg_args *args)
{
	long ret = soft_offline_original(args);

	page_given_up(args->arg[0]);
	return ret;
}

int __init kg_hotplug_init(void)
{
	return register_memory_notifier(&notifier);
}

void kg_hotplug_exit(void)
{
	unregister_memory_notifier(&notifier);
}
