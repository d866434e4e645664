/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels 5.10 and 7.3, under names that do not, and what
 * the kernel does not export. Only this file and compat.c may check versions.
 */
#ifndef KG_COMPAT_H
#define KG_COMPAT_H

#include <linux/kexec.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/version.h>

#include "core/span.h"

/*
 * v5.10.178: do_kexec_load() took the kexec lock itself from here on; before,
 * calling it would unload without any lock. dkms.conf states the same floor.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 178)
#error "kexecguard needs Linux 5.10.178 or later"
#endif

/* v5.15: likewise. The branches in between ended without it, except for EL's. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(5, 15, 0)
#ifndef RHEL_RELEASE_CODE
#error "kexecguard does not support Linux 5.11 to 5.14"
#elif RHEL_RELEASE_CODE < RHEL_RELEASE_VERSION(9, 2)
#error "kexecguard needs EL 9.2 or later"
#endif
#endif

#ifndef CONFIG_KPROBES
#error "kexecguard needs a kernel with CONFIG_KPROBES"
#endif
#ifndef CONFIG_KEXEC_CORE
#error "kexecguard needs a kernel with CONFIG_KEXEC or CONFIG_KEXEC_FILE"
#endif
/*
 * Without the function entries that this option inserts, gcc lets a caller rely
 * on which registers the callee leaves alone (-fipa-ra); a wrapper in between
 * does not leave them alone.
 */
#if defined(CONFIG_CC_IS_GCC) && !defined(CONFIG_FUNCTION_TRACER)
#error "kexecguard needs a kernel with CONFIG_FUNCTION_TRACER"
#endif
#ifndef CONFIG_MEMORY_HOTPLUG
#error "kexecguard needs a kernel with CONFIG_MEMORY_HOTPLUG"
#endif

/*
 * kCFI checks indirect calls against the callee's type, which would not match
 * in the wrappers' calls of what they replace. Only direct calls pass.
 */
#if (defined(CONFIG_CFI) || defined(CONFIG_CFI_CLANG)) && \
	!defined(CONFIG_HAVE_STATIC_CALL)
#error "kexecguard needs static calls on a kernel with CONFIG_CFI"
#endif

/**
 * kg_compat_init() - find the kernel's own symbol lookup
 *
 * Context: process, sleeps; module init only.
 * Return: 0 or -errno; without it kg_compat_data() finds nothing.
 */
int kg_compat_init(void);

/**
 * kg_compat_text() - find a function that is not exported
 * @name: its symbol
 *
 * Arms nothing, so it works with foreign probes on the symbol and with ftrace
 * switched off.
 *
 * Context: process, sleeps; module init only.
 * Return: its entry, possibly after an ENDBR; NULL if there is none.
 */
void *kg_compat_text(const char *name);

/**
 * kg_compat_ftrace_site() - where ftrace patches a function
 * @entry: its entry, as kg_compat_text() gives it
 *
 * This cannot be read from the text: a NOP, a call or a jump may be there, and
 * what follows it differs.
 *
 * Context: process; module init only, after kg_compat_init().
 * Return: the instruction that is patched; NULL if the function has none, or if
 *	that cannot be determined.
 */
void *kg_compat_ftrace_site(void *entry);

/**
 * kg_compat_data() - find a symbol that is not exported
 * @name: the symbol of a variable, or of a function that will not be called
 *
 * Context: process; module init only.
 * Return: its address; NULL if kallsyms does not list it.
 */
void *kg_compat_data(const char *name);

/**
 * kg_compat_ftrace_record() - ftrace's record of a kernel function
 * @entry: its entry, as kg_compat_text() gives it
 *
 * Context: process, sleeps; module init only, after kg_compat_init().
 * Return: a record for kg_compat_is_redirected(), valid for good; NULL if there
 * is
 *	none or it cannot be found.
 */
const void *kg_compat_ftrace_record(void *entry);

/**
 * kg_compat_is_redirected() - may calls of a function be redirected
 * @record: what kg_compat_ftrace_record() returned
 *
 * Live patches redirect calls, and so may any user of ftrace that declares that
 * it changes the instruction pointer. A probe inside such a function stays
 * armed but may not be reached.
 *
 * Context: any.
 * Return: true if they may be; false also if that cannot be determined.
 */
bool kg_compat_is_redirected(const void *record);

/**
 * kg_compat_notify_span() - the memory that a memory notifier reports
 * @notify: the notifier's data
 *
 * With memmap_on_memory the reported range starts after the block's own memmap;
 * the whole block changes, so the span is rounded outward to it.
 */
struct kg_span kg_compat_notify_span(const struct memory_notify *notify);

/**
 * kg_compat_remove_span() - the memory that try_remove_memory() is to remove
 * @arg: its argument registers
 */
struct kg_span kg_compat_remove_span(const unsigned long *arg);

/**
 * kg_compat_is_online() - is the section of a page frame online
 * @pfn: the page frame; its section may have no pages there
 *
 * Context: process; the caller keeps the block from going offline.
 */
static inline bool kg_compat_is_online(unsigned long pfn)
{
	unsigned long section = pfn_to_section_nr(pfn);

	return section < NR_MEM_SECTIONS && online_section_nr(section);
}

/**
 * kg_compat_online_page() - the page of an online page frame
 * @pfn: the page frame
 *
 * Return: the page, or NULL if there is none or its block is offline.
 * Context: process; the caller keeps the block from going offline.
 */
static inline struct page *kg_compat_online_page(unsigned long pfn)
{
	/* v6.1: pfn_to_online_page() is exported; drop when the floor is >= 6.1 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
	if (!kg_compat_is_online(pfn) || !pfn_valid(pfn))
		return NULL;
	return pfn_to_page(pfn);
#else
	return pfn_to_online_page(pfn);
#endif
}

/**
 * kg_compat_is_poisoned() - has the hardware given a page up
 * @page: the page; within a huge page it may not be known which part
 */
static inline bool kg_compat_is_poisoned(struct page *page)
{
	/* v6.1: is_page_hwpoison() is there; drop when the floor is >= 6.1 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
	return PageHWPoison(page) ||
	       (PageHuge(page) && PageHWPoison(compound_head(page)));
#else
	return is_page_hwpoison(page);
#endif
}

/**
 * kg_compat_is_migratable() - can a driver's page be migrated
 * @page: a page with PG_offline
 */
static inline bool kg_compat_is_migratable(struct page *page)
{
	/* v6.17: a flag instead of bits of the mapping */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
	return __PageMovable(page);
#else
	return PageMovableOps(page);
#endif
}

/**
 * kg_compat_accepts_segments() - does the kernel accept memory for an image
 *
 * Since v6.16 a load accepts the memory where its segments go. An older kernel
 * with a backport is treated as one without; that makes windows smaller, but no
 * verdict wrong.
 */
static inline bool kg_compat_accepts_segments(void)
{
	return LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0);
}

/**
 * kg_compat_preserved() - memory that KHO hands over to the next kernel
 * @add: called for each range, in no particular order
 * @data: handed to @add
 *
 * Return: 0, what @add returned, or -ENODATA if this kernel cannot be asked.
 * Context: process, sleeps; not a notifier.
 */
int kg_compat_preserved(int (*add)(u64 start, u64 end, void *data),
			void *data);

/* Find what the above reads. Context: process, sleeps; module init only. */
void kg_compat_preserved_init(void);

#endif /* KG_COMPAT_H */
