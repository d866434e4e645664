/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arch seam: what kernel text looks like, and what firmware said about
 * memory. One directory an architecture answers these; nothing else in module/
 * knows instruction bytes or firmware tables.
 */
#ifndef KG_ARCH_H
#define KG_ARCH_H

#include <linux/types.h>
#ifndef CONFIG_ARM64
#include <asm/cpufeature.h>
#endif

#include "core/window.h"

struct kg_inputs;

/* The function of a system call that takes its arguments in a pt_regs. */
#ifdef CONFIG_ARM64
#define KG_ARCH_SYSCALL(name)	"__arm64_sys_" name
#else
#define KG_ARCH_SYSCALL(name)	"__x64_sys_" name
#endif

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
 * register_kprobe() may report success without having armed, and anybody may
 * disarm later, so only the text tells.
 *
 * Return: true if it is.
 * Context: any.
 */
bool kg_arch_is_armed(const void *address);

/* Find what the next one asks. Context: process, sleeps; module init. */
void kg_arch_memory_init(void);

/**
 * kg_arch_collect() - what firmware described at boot
 * @inputs: where the ranges go, as KEXECGUARD_FIRMWARE,
 *	KEXECGUARD_HOTADDED or KEXECGUARD_NOMAP
 *
 * Return: 0 or -errno.
 * Context: process, sleeps.
 */
int kg_arch_collect(struct kg_inputs *inputs);

/**
 * kg_arch_has_kexec() - can this machine execute a kexec image at all
 *
 * A Xen PV domain cannot: it has neither the machine's page tables nor its
 * processors. Loading an image there is an oops in machine_kexec_prepare().
 *
 * Return: true if it can.
 * Context: any.
 */
static inline bool kg_arch_has_kexec(void)
{
#ifdef CONFIG_ARM64
	return true;
#else
	return !cpu_feature_enabled(X86_FEATURE_XENPV);
#endif
}

#ifdef CONFIG_ARM64

/* Find what those below ask. Context: process, sleeps; module init. */
void kg_arch_relocation_init(void);

/**
 * kg_arch_copies_mapped() - how the kernel copies an image to its place
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
 * For that the kernel goes through the page tables of all memory, and without a
 * lock: a removal that frees some of them meanwhile makes it oops.
 *
 * Return: true, and kg_arch_prepare_copy_ends() is to follow; false if memory is
 *	being removed, and the load must fail.
 * Context: process.
 */
bool kg_arch_prepare_copy_begins(void);
void kg_arch_prepare_copy_ends(void);

/**
 * kg_arch_remove_begins() - memory is about to be removed
 *
 * Waits for loads that prepare their copying, and they wait for nobody;
 * kg_arch_remove_ends() is to follow.
 *
 * Context: process, sleeps; not a notifier.
 */
void kg_arch_remove_begins(void);
void kg_arch_remove_ends(void);

/*
 * The next kernel's map of memory is EFI's or the device tree's, and memory that
 * is in there cannot go offline: the kernel itself refuses.
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

#else

/**
 * kg_arch_memory_removed() - memory has been removed
 * @span: which
 *
 * Where it was there at boot, kexec_file_load() hands over a map without it from
 * now on.
 *
 * Context: process, sleeps; under the kernel's hotplug lock, not a notifier.
 */
void kg_arch_memory_removed(struct kg_span span);

/* It is back. Context: as above. */
void kg_arch_memory_added(struct kg_span span);

/**
 * kg_arch_hands_over_gone() - does the map that is handed over say too much
 *
 * Return: true if it has memory that is gone, and could not be made right.
 * Context: any.
 */
bool kg_arch_hands_over_gone(void);

/* Find the map. Context: process, sleeps; module init, before the hooks. */
void kg_arch_handover_init(void);

/* Look for what is gone already. Context: likewise, after them. */
void kg_arch_handover_look(void);

/* Give the kernel's own back. Context: process, sleeps; nobody loads for us. */
void kg_arch_handover_exit(void);

/*
 * An x86-64 kernel copies through page tables that each load makes for itself.
 * They map all RAM, and a page that has a struct page and is online is that.
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

/* It takes what they map from a list. */
static inline bool kg_arch_prepare_copy_begins(void)
{
	return true;
}

static inline void kg_arch_prepare_copy_ends(void) {}
static inline void kg_arch_remove_begins(void) {}
static inline void kg_arch_remove_ends(void) {}

#endif /* CONFIG_ARM64 */

#ifdef CONFIG_UNACCEPTED_MEMORY

/* Is memory still to be accepted? Context: any. */
bool kg_arch_is_unaccepted(u64 address);

/* Is there any such machine's table? Context: any. */
bool kg_arch_has_unaccepted(void);

/* What is to be accepted now, as kg_arch_collect(). */
int kg_arch_collect_unaccepted(struct kg_inputs *inputs);

#else

static inline bool kg_arch_is_unaccepted(u64 address)
{
	return false;
}

static inline bool kg_arch_has_unaccepted(void)
{
	return false;
}

static inline int kg_arch_collect_unaccepted(struct kg_inputs *inputs)
{
	return 0;
}

#endif /* CONFIG_UNACCEPTED_MEMORY */

/* What the classes mean on this architecture. */
const struct kg_rules *kg_arch_rules(void);

#endif /* KG_ARCH_H */
