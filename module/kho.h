/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kexec HandOver (KHO): which memory the kernel hands over to the next one, and
 * where that may begin. Since 6.16, and only if enabled at boot.
 */
#ifndef KG_KHO_H
#define KG_KHO_H

#include <linux/types.h>

#include "core/span.h"

struct kg_ranges;

#ifdef CONFIG_KEXEC_HANDOVER

#include <linux/kexec_handover.h>

/* Will memory be handed over? Does not change after boot. */
static inline bool kg_kho_is_active(void)
{
	return kho_is_enabled();
}

/**
 * kg_kho_scratch() - where the next kernel may begin
 * @index: 0, 1, 2 ...
 * @span: where the area goes; it may be empty
 *
 * Return: false if there are no more, or if that cannot be read.
 * Context: any.
 */
bool kg_kho_scratch(unsigned int index, struct kg_span *span);

/**
 * kg_kho_collect() - what is set aside, and what is to be handed over now
 * @inputs: where the ranges go, as KEXECGUARD_SCRATCH and KEXECGUARD_PRESERVED
 * @missing: classes that cannot be read here are added to it
 *
 * Return: 0 or -ENOMEM.
 * Context: process, sleeps; not a notifier.
 */
int kg_kho_collect(struct kg_ranges *inputs, u32 *missing);

/* Find what the functions above read. Context: process, sleeps; module init. */
void kg_kho_init(void);

#else

static inline bool kg_kho_is_active(void)
{
	return false;
}

static inline bool kg_kho_scratch(unsigned int index, struct kg_span *span)
{
	return false;
}

static inline int kg_kho_collect(struct kg_ranges *inputs, u32 *missing)
{
	return 0;
}

static inline void kg_kho_init(void) {}

#endif /* CONFIG_KEXEC_HANDOVER */

#endif /* KG_KHO_H */
