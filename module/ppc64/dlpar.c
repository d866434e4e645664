// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of a hypervisor to add or remove memory (DLPAR), and the device
 * tree, from which a loader makes the next kernel's memory map. dlpar_memory()
 * takes the kernel's hotplug lock, adds or removes one LMB after the other, and
 * only then brings the tree up to date:
 *
 * - an image that is loaded before that has the old map in it, although the
 *   last LMB has changed already;
 * - a kexec that begins between two LMBs waits for the hotplug lock, and the
 *   removal of each of the others waits for the kexec.
 *
 * So a whole request is one operation, which begins before the lock is taken.
 * If it must not begin, the hypervisor is told so.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/init.h>
#include <linux/of.h>
#include <linux/static_call.h>
#include <linux/string.h>
#include <asm/rtas.h>

#include "arch.h"
#include "compat.h"
#include "guard.h"
#include "hook.h"
#include "lmb.h"
#include "unload.h"

/* As an addition elsewhere: for a kexec that fails, which mostly is at once. */
#define DLPAR_TIMEOUT	HZ

/* Which memory a request is about */

/**
 * struct search - for the LMBs of a request
 * @index: of the first one's connector, in either byte order; 0 any
 * @left: how many are still to come
 * @first: index of the first one that was found, in this machine's order
 * @span: around those that were found
 */
struct search {
	u32 index;
	u32 left;
	u32 first;
	struct kg_span span;
};

/* Kernels differ in who converts the numbers of a request, and when. */
static bool is_wanted(const struct search *search, u32 index)
{
	return search->first || !search->index || search->index == index ||
	       swab32(search->index) == index;
}

static int take_lmb(const struct kg_lmb *lmb, void *data)
{
	struct search *search = data;

	if (!is_wanted(search, lmb->index))
		return 0;
	if (!search->first) {
		search->first = lmb->index;
		search->span = lmb->span;
	}
	search->span.start = min(search->span.start, lmb->span.start);
	search->span.end = max(search->span.end, lmb->span.end);
	return !--search->left;
}

/* A request by number alone may take any LMB. */
static void find_lmbs(const struct pseries_hp_errorlog *request,
		      struct search *search)
{
	*search = (struct search){
		.left = -1u, .span = { 0, KG_ADDRESS_MAX },
	};
	switch (request->id_type) {
	case PSERIES_HP_ELOG_ID_DRC_INDEX:
		search->index = (__force u32)request->_drc_u.drc_index;
		search->left = 1;
		break;
	case PSERIES_HP_ELOG_ID_DRC_IC:
		search->index = (__force u32)request->_drc_u.ic.index;
		search->left = (__force u32)request->_drc_u.ic.count;
		/* No machine has that many: the other byte order. */
		if (search->left & 0xff000000)
			search->left = swab32(search->left);
		break;
	}
	kg_lmbs_walk(take_lmb, search);
}

/* The operation */

static int no_connector(u32 index)
{
	return -ENODEV;
}

DEFINE_STATIC_CALL(kg_unisolate, no_connector);

/*
 * To unisolate the connector of memory that is in use means that its removal
 * is refused; there is no such answer to an addition.
 */
static void refuse(const struct pseries_hp_errorlog *request,
		   const struct search *search)
{
	pr_notice_ratelimited("a DLPAR request is refused: a kexec executes, or memory is held still\n");
	if (request->action == PSERIES_HP_ELOG_ACTION_REMOVE && search->index &&
	    search->first)
		static_call(kg_unisolate)(search->first);
}

/* No lock is held, so unlike a removal elsewhere this one can be refused. */
static int begins_in_time(struct kg_operation *operation)
{
	unsigned long timeout = DLPAR_TIMEOUT;
	int ret;

	while ((ret = kg_guard_change_begins(operation)) == -EAGAIN) {
		timeout = kg_guard_wait_allowed(timeout);
		operation->is_late = !timeout;
	}
	return ret;
}

/* Requests under way, and whether the tree has changed since one began. */
static atomic_t nr_requests;
static atomic_t has_tree_changed;

KG_HOOK_DEFINE(dlpar,
	.name = "dlpar",
	.symbols = { "dlpar_memory" },
	.protections = KEXECGUARD_PROTECT_ADD | KEXECGUARD_PROTECT_REMOVE,
	.without = "An image may be loaded from a device tree that is not up to date yet.")

/* dlpar_memory(request) */
static long dlpar_hook(const struct kg_args *args)
{
	const struct pseries_hp_errorlog *request =
		(const struct pseries_hp_errorlog *)args->arg[0];
	struct kg_operation operation = {
		.change = request->action == PSERIES_HP_ELOG_ACTION_REMOVE ?
			  KG_CHANGE_REMOVE : KG_CHANGE_ADD,
		.can_fail = true,
	};
	struct search search;
	bool has_changed;
	long ret;

	find_lmbs(request, &search);
	operation.span = search.span;
	ret = begins_in_time(&operation);
	if (ret) {
		refuse(request, &search);
		return ret;
	}
	atomic_inc(&nr_requests);
	ret = dlpar_original(args);
	has_changed = atomic_xchg(&has_tree_changed, 0) || !(int)ret;
	atomic_dec(&nr_requests);
	if (kg_guard_change_ends(&operation, has_changed))
		kg_unload_outdated();
	return ret;
}

/* The tree */

static int take_any(const struct kg_lmb *lmb, void *data)
{
	struct kg_span *span = data;

	span->start = min(span->start, lmb->span.start);
	span->end = max(span->end, lmb->span.end);
	return 0;
}

static bool is_of_memory(unsigned long action, const struct of_reconfig_data *of)
{
	switch (action) {
	case OF_RECONFIG_ATTACH_NODE:
	case OF_RECONFIG_DETACH_NODE:
		return of_node_is_type(of->dn, "memory");
	case OF_RECONFIG_ADD_PROPERTY:
	case OF_RECONFIG_REMOVE_PROPERTY:
	case OF_RECONFIG_UPDATE_PROPERTY:
		return of_node_is_type(of->dn, "memory") ||
		       strstarts(of->prop->name, "ibm,dynamic-memory");
	default:
		return false;
	}
}

/*
 * Tools may change the tree by themselves (/proc/powerpc/ofdt). It has changed
 * when this is called: the change begins and ends here. Within a request it is
 * part of that.
 */
static int on_tree_event(struct notifier_block *block, unsigned long action,
			 void *data)
{
	struct kg_span span = { KG_ADDRESS_MAX, 0 };
	struct kg_operation operation = {
		.change = action == OF_RECONFIG_DETACH_NODE ?
			  KG_CHANGE_REMOVE : KG_CHANGE_ADD,
	};

	if (!is_of_memory(action, data))
		return NOTIFY_DONE;
	if (atomic_read(&nr_requests)) {
		atomic_set(&has_tree_changed, 1);
		return NOTIFY_OK;
	}
	kg_lmbs_walk(take_any, &span);
	operation.span = span.start < span.end ?
			 span : (struct kg_span){ 0, KG_ADDRESS_MAX };
	if (kg_guard_change_ends(&operation, true))
		kg_unload_outdated();
	return NOTIFY_OK;
}

static struct notifier_block notifier = {
	.notifier_call = on_tree_event,
	.priority = INT_MAX,	/* another may end the chain */
};

/* The kernel changes no map of its own that kexec_file_load() hands over. */
void kg_arch_memory_removed(struct kg_span span)
{
}

void kg_arch_memory_added(struct kg_span span)
{
}

bool kg_arch_hands_over_gone(void)
{
	return false;
}

void __init kg_arch_handover_init(void)
{
	void *function = kg_compat_text("dlpar_unisolate_drc");

	if (function)
		static_call_update(kg_unisolate,
				   (typeof(&no_connector))function);
}

void __init kg_arch_handover_look(void)
{
	if (of_reconfig_notifier_register(&notifier))
		pr_warn("the device tree cannot be watched\n");
}

void kg_arch_handover_exit(void)
{
	of_reconfig_notifier_unregister(&notifier);
}
