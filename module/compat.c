// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding what the kernel does not export.
 *
 * A probe that is registered disabled resolves a function without touching its
 * text. The probe is static and serves one lookup at a time: if the kernel
 * fails to remove it, it stays in the kernel's table, so it must not be on a
 * stack.
 */
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/kprobes.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/static_call.h>
#include <linux/string.h>

#include "arch.h"
#include "compat.h"

#if defined(CONFIG_KEXEC_HANDOVER) && \
	LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0)
#include <linux/kho_radix_tree.h>
#endif

/*
 * Hooked functions are called with raw argument registers, so the compiler
 * checks no prototype. Where a header has one, a kernel that has changed it is
 * refused here, at build time, with the function's name.
 */
#define KNOWS(function, condition)					\
	static_assert(condition, #function					\
		      "() of this kernel is not one that kexecguard knows")

KNOWS(kernel_kexec, __same_type(kernel_kexec, int (void)));
KNOWS(machine_kexec_prepare,
      __same_type(machine_kexec_prepare, int (struct kimage *)));
KNOWS(add_memory_resource,
      __same_type(add_memory_resource, int (int, struct resource *, mhp_t)));
/*
 * v5.15: it also takes a group, v5.18: and a zone; only the arguments before are
 * used.
 */
struct memory_group;
KNOWS(offline_pages,
      __same_type(offline_pages, int (unsigned long, unsigned long)) ||
      __same_type(offline_pages, int (unsigned long, unsigned long,
				      struct memory_group *)) ||
      __same_type(offline_pages, int (unsigned long, unsigned long,
				      struct zone *, struct memory_group *)));
/* v5.15: without the node ID in front; try_remove_memory() changed with it. */
#define REMOVE_NAMES_NODE	__same_type(remove_memory, int (int, u64, u64))
KNOWS(remove_memory,
      REMOVE_NAMES_NODE || __same_type(remove_memory, int (u64, u64)));

KNOWS(ftrace_location,
      __same_type(ftrace_location, unsigned long (unsigned long)));

static unsigned long no_lookup(const char *name)
{
	return 0;
}

/* A direct call: an indirect one would need an ENDBR that IBT has sealed. */
DEFINE_STATIC_CALL(kg_lookup, no_lookup);

void *__init kg_compat_text(const char *name)
{
	static struct kprobe probe;
	void *address;

	memset(&probe, 0, sizeof(probe));
	probe.symbol_name = name;
	probe.flags = KPROBE_FLAG_DISABLED;
	if (register_kprobe(&probe))
		return NULL;
	address = kg_arch_function(probe.addr);
	unregister_kprobe(&probe);
	return address;
}

static unsigned long no_site(unsigned long address)
{
	return 0;
}

DEFINE_STATIC_CALL(kg_ftrace_location, no_site);

#ifdef CONFIG_DYNAMIC_FTRACE
static struct ftrace_rec_iter *no_first(void)
{
	return NULL;
}

static struct ftrace_rec_iter *no_next(struct ftrace_rec_iter *iter)
{
	return NULL;
}

static struct dyn_ftrace *no_record(struct ftrace_rec_iter *iter)
{
	return NULL;
}

DEFINE_STATIC_CALL(kg_ftrace_first, no_first);
DEFINE_STATIC_CALL(kg_ftrace_next, no_next);
DEFINE_STATIC_CALL(kg_ftrace_record, no_record);
static struct mutex *ftrace_mutex;	/* the kernel's ftrace_lock, or NULL */

static void __init find_ftrace(void)
{
	void *location = kg_compat_text("ftrace_location");
	void *first = kg_compat_text("ftrace_rec_iter_start");
	void *next = kg_compat_text("ftrace_rec_iter_next");
	void *record = kg_compat_text("ftrace_rec_iter_record");

	if (location)
		static_call_update(kg_ftrace_location,
				   (typeof(&no_site))location);
	if (!first || !next || !record)
		return;
	static_call_update(kg_ftrace_first, (typeof(&no_first))first);
	static_call_update(kg_ftrace_next, (typeof(&no_next))next);
	static_call_update(kg_ftrace_record, (typeof(&no_record))record);
	ftrace_mutex = kg_compat_data("ftrace_lock");
}

/* Records of modules move when their init code is freed. */
const void *__init kg_compat_ftrace_record(void *entry)
{
	unsigned long site = (unsigned long)kg_compat_ftrace_site(entry);
	struct dyn_ftrace *record, *found = NULL;
	struct ftrace_rec_iter *iter;

	if (!ftrace_mutex || !site || within_module(site, THIS_MODULE))
		return NULL;
	mutex_lock(ftrace_mutex);
	for (iter = static_call(kg_ftrace_first)(); iter && !found;
	     iter = static_call(kg_ftrace_next)(iter)) {
		record = static_call(kg_ftrace_record)(iter);
		if (record->ip == site)
			found = record;
	}
	mutex_unlock(ftrace_mutex);
	return found;
}

bool kg_compat_is_redirected(const void *record)
{
	const struct dyn_ftrace *function = record;

	return function && READ_ONCE(function->flags) & FTRACE_FL_IPMODIFY;
}
#else
static void __init find_ftrace(void)
{
}

const void *__init kg_compat_ftrace_record(void *entry)
{
	return NULL;
}

bool kg_compat_is_redirected(const void *record)
{
	return false;
}
#endif

void *__init kg_compat_ftrace_site(void *entry)
{
	return (void *)static_call(kg_ftrace_location)((unsigned long)entry);
}

int __init kg_compat_init(void)
{
	void *lookup = kg_compat_text("kallsyms_lookup_name");

	if (lookup)
		static_call_update(kg_lookup, (typeof(&no_lookup))lookup);
	find_ftrace();
	return lookup ? 0 : -ENOENT;
}

void *__init kg_compat_data(const char *name)
{
	return (void *)static_call(kg_lookup)(name);
}

struct kg_span kg_compat_notify_span(const struct memory_notify *notify)
{
	u64 block = memory_block_size_bytes();
	u64 start = PFN_PHYS(notify->start_pfn);
	u64 end = start + PFN_PHYS(notify->nr_pages);

	return (struct kg_span){ round_down(start, block), round_up(end, block) };
}

struct kg_span kg_compat_remove_span(const unsigned long *arg)
{
	if (REMOVE_NAMES_NODE)
		arg++;
	return (struct kg_span){ arg[0], (u64)arg[0] + arg[1] };
}

/*
 * v7.3: KHO keeps what is preserved in a radix tree, which a module can walk if
 * it finds it. The struct that has the tree is private to the kernel, so it is
 * accepted only if its tree is the one named in the device tree for the next
 * kernel. Earlier kernels keep preserved memory in other ways, some of them
 * only while a kexec executes.
 */
#if defined(CONFIG_KEXEC_HANDOVER) && \
	LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0)

struct handover {
	const void *fdt;
	struct mutex lock;
	struct kho_radix_tree tree;
};

struct visitor {
	int (*add)(u64 start, u64 end, void *data);
	void *data;
};

static struct handover *handover_at;	/* the kernel's kho_out, or NULL */

static bool is_page(const void *address)
{
	return virt_addr_valid((unsigned long)address) &&
	       PAGE_ALIGNED(address);
}

static bool names_tree(const void *fdt, const struct kho_radix_node *root)
{
	u64 wanted = virt_to_phys((void *)root);
	unsigned int at;

	for (at = 0; at + sizeof(wanted) <= PAGE_SIZE; at += sizeof(u32))
		if (!memcmp(fdt + at, &wanted, sizeof(wanted)))
			return true;
	return false;
}

void __init kg_compat_preserved_init(void)
{
	struct handover *out = kg_compat_data("kho_out");

	if (out && is_page(out->fdt) && is_page(out->tree.root) &&
	    names_tree(out->fdt, out->tree.root))
		handover_at = out;
}

/* The highest bit that is set gives the order. */
static int visit_key(unsigned long key, void *data)
{
	const struct visitor *visitor = data;
	unsigned int shift = BITS_PER_LONG - __fls(key);
	u64 start = (u64)key << shift;

	return visitor->add(start, start + BIT_ULL(shift), visitor->data);
}

/* The tree's own pages are handed over as well. */
static int visit_node(phys_addr_t node, void *data)
{
	const struct visitor *visitor = data;

	return visitor->add(node, (u64)node + PAGE_SIZE, visitor->data);
}

int kg_compat_preserved(int (*add)(u64 start, u64 end, void *data), void *data)
{
	static const struct kho_radix_walk_cb visit = {
		.leaf = visit_key,
		.node = visit_node,
	};
	struct visitor visitor = { add, data };

	if (!handover_at)
		return -ENODATA;
	return kho_radix_walk_tree(&handover_at->tree, &visit, &visitor);
}

#else

void __init kg_compat_preserved_init(void)
{
}

int kg_compat_preserved(int (*add)(u64 start, u64 end, void *data), void *data)
{
	return -ENODATA;
}

#endif
