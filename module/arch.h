/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arch seam: kernel text, system calls, and what firmware describes.
 * Nothing else in module/ has instruction bytes or firmware tables. An
 * architecture is a directory with
 *
 *	seam.h		KG_ARCH_SYSCALL(), kg_arch_has_kexec(), and the macros
 *			below of what it has; KG_ARCH_HOOKS(X), if it has hooks
 *			of its own
 *	text.c		kg_arch_probe_address(), kg_arch_is_armed()
 *	firmware.c	kg_arch_memory_init(), kg_arch_collect(), kg_arch_rules()
 */
#ifndef KG_ARCH_H
#define KG_ARCH_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "core/window.h"
#include "seam.h"

/*
 * kg_arch_has_kexec() - can this machine execute a kexec image at all
 *
 * In seam.h. Context: any.
 */

/**
 * kg_arch_probe_address() - where to divert a function
 * @entry: its entry, or the address that a throw-away probe found
 *
 * Return: the address at which all arguments are still in their registers and
 *	no other user of the kernel's text patching is at work.
 * Context: module init only.
 */
void *kg_arch_probe_address(void *entry);

/**
 * kg_arch_is_armed() - is a breakpoint really in the text
 * @address: what kg_arch_probe_address() gave
 *
 * register_kprobe() may report success without having armed, and a probe may be
 * disarmed later, so only the text is proof.
 *
 * Return: true if it is.
 * Context: any.
 */
bool kg_arch_is_armed(const void *address);

#ifdef KG_ARCH_HAS_TOC

/**
 * kg_arch_function() - a function that may be called by a pointer
 * @address: what a throw-away probe found
 *
 * Return: its global entry; NULL if that cannot be determined.
 * Context: process; module init only.
 */
void *kg_arch_function(void *address);

/**
 * kg_arch_divert() - let a task go on in a wrapper
 * @regs: its registers, at a probe
 * @wrapper: the address of the wrapper
 *
 * Context: a probe handler.
 */
void kg_arch_divert(struct pt_regs *regs, unsigned long wrapper);

/**
 * kg_arch_canary_works() - is a caller in the kernel left as it was
 *
 * Return: false if what it relies on is lost while a wrapper runs.
 * Context: process, sleeps; module init only, before other hooks are armed.
 */
bool kg_arch_canary_works(void);

#else

/* A function has one entry, and a caller relies on the ABI's registers only. */
static inline void *kg_arch_function(void *address)
{
	return address;
}

static __always_inline void kg_arch_divert(struct pt_regs *regs,
					   unsigned long wrapper)
{
	instruction_pointer_set(regs, wrapper);
}

static inline bool kg_arch_canary_works(void)
{
	return true;
}

#endif /* KG_ARCH_HAS_TOC */

/* Hooks that only this architecture has. */
#ifndef KG_ARCH_HOOKS
#define KG_ARCH_HOOKS(X)
#endif

/* Find what kg_arch_collect() reads. Context: process, sleeps; module init. */
void kg_arch_memory_init(void);

/**
 * kg_arch_collect() - what firmware described at boot
 * @list: where the ranges go, as KEXECGUARD_FIRMWARE, KEXECGUARD_HOTADDED or
 *	KEXECGUARD_NOMAP
 *
 * Return: 0 or -errno.
 * Context: process, sleeps.
 */
int kg_arch_collect(struct kg_ranges *list);

/* What the classes mean on this architecture. */
const struct kg_rules *kg_arch_rules(void);

#ifdef KG_ARCH_COPIES_PAGE_TABLES

/* Find what the functions below use. Context: process, sleeps; module init. */
void kg_arch_relocation_init(void);

/**
 * kg_arch_copies_mapped() - how the kernel copies an image to its destination
 *
 * Return: true if with the MMU on, through page tables of its own; false if
 *	with the MMU and the caches off.
 * Context: any.
 */
bool kg_arch_copies_mapped(void);

/**
 * kg_arch_is_mapped() - does the kernel map a page frame as memory
 * @pfn: a page frame with a struct page
 *
 * Return: false for what firmware keeps to itself and the kernel must not
 *	touch, be it RAM or not.
 * Context: any.
 */
bool kg_arch_is_mapped(unsigned long pfn);

/**
 * kg_arch_prepare_copy_begins() - a load is about to prepare its copying
 *
 * The kernel then walks the page tables of all memory, without a lock: a
 * removal that frees some of them at the same time makes it oops.
 *
 * Return: true, and kg_arch_prepare_copy_ends() must follow; false if memory is
 *	being removed, and the load must fail.
 * Context: process.
 */
bool kg_arch_prepare_copy_begins(void);
void kg_arch_prepare_copy_ends(void);

/**
 * kg_arch_remove_begins() - memory is about to be removed
 *
 * Waits for loads that prepare their copying; those wait for nothing.
 * kg_arch_remove_ends() must follow.
 *
 * Context: process, sleeps; not a notifier.
 */
void kg_arch_remove_begins(void);
void kg_arch_remove_ends(void);

#else

/*
 * Each load makes page tables of its own, from a list of ranges. They map all
 * RAM, and a page that has a struct page and is online is RAM.
 */
static inline void kg_arch_relocation_init(void) {}

static inline bool kg_arch_copies_mapped(void)
{
	return true;
}

static inline bool kg_arch_is_mapped(unsigned long pfn)
{
	return true;
}

static inline bool kg_arch_prepare_copy_begins(void)
{
	return true;
}

static inline void kg_arch_prepare_copy_ends(void) {}
static inline void kg_arch_remove_begins(void) {}
static inline void kg_arch_remove_ends(void) {}

#endif /* KG_ARCH_COPIES_PAGE_TABLES */

#ifdef KG_ARCH_HANDS_OVER_MAP

/**
 * kg_arch_memory_removed() - memory has been removed
 * @span: which
 *
 * If it was there at boot, kexec_file_load() hands over a map without it from
 * now on.
 *
 * Context: process, sleeps; under the kernel's hotplug lock, not a notifier.
 */
void kg_arch_memory_removed(struct kg_span span);

/* It is back. Context: as above. */
void kg_arch_memory_added(struct kg_span span);

/**
 * kg_arch_hands_over_gone() - does the map that is handed over have too much
 *
 * Return: true if it has memory that is gone, and could not be corrected.
 * Context: any.
 */
bool kg_arch_hands_over_gone(void);

/* Find the map. Context: process, sleeps; module init, before the hooks. */
void kg_arch_handover_init(void);

/* Look for what is gone already. Context: as above, after the hooks. */
void kg_arch_handover_look(void);

/* Give the kernel's own map back. Context: process, sleeps; no hook is armed. */
void kg_arch_handover_exit(void);

#else

/*
 * The next kernel's map of memory is EFI's or the device tree's, and memory
 * that is in there cannot go offline: the kernel itself refuses.
 */
static inline void kg_arch_memory_removed(struct kg_span span) {}
static inline void kg_arch_memory_added(struct kg_span span) {}
static inline bool kg_arch_hands_over_gone(void)
{
	return false;
}

static inline void kg_arch_handover_init(void) {}
static inline void kg_arch_handover_look(void) {}
static inline void kg_arch_handover_exit(void) {}

#endif /* KG_ARCH_HANDS_OVER_MAP */

#ifdef CONFIG_UNACCEPTED_MEMORY

/* Is memory still to be accepted? Context: any. */
bool kg_arch_is_unaccepted(u64 address);

/* Does this machine have memory that must be accepted? Context: any. */
bool kg_arch_has_unaccepted(void);

/* What is still to be accepted, as kg_arch_collect(). */
int kg_arch_collect_unaccepted(struct kg_ranges *list);

#else

static inline bool kg_arch_is_unaccepted(u64 address)
{
	return false;
}

static inline bool kg_arch_has_unaccepted(void)
{
	return false;
}

static inline int kg_arch_collect_unaccepted(struct kg_ranges *list)
{
	return 0;
}

#endif /* CONFIG_UNACCEPTED_MEMORY */

#endif /* KG_ARCH_H */
