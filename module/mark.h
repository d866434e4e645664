/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mark_hotplug=1: hot-added memory under a name of its own in /proc/iomem, so
 * that tools which take all "System RAM" for memory that the next kernel can
 * start from leave it alone. On arm64 alone: elsewhere they go by the firmware's
 * map of memory or may use what was added; see docs/kernels.md.
 */
#ifndef KG_MARK_H
#define KG_MARK_H

#include <linux/moduleparam.h>

#include "arch.h"

#ifdef KG_ARCH_MARKS

/* The module parameter mark_hotplug=. */
extern const struct kernel_param_ops kg_mark_param;

/**
 * kg_mark_init() - do what the parameter says
 *
 * Says in the kernel log if this kernel does not let it; the parameter then
 * reads N. Context: process, sleeps; when the facts are known and changes are
 * heard of.
 */
void kg_mark_init(void);

/* Give all names back. Context: process, sleeps; when no change is heard of. */
void kg_mark_exit(void);

/**
 * kg_mark_added() - memory has been added
 * @span: which
 *
 * Context: process, sleeps; before the operation ends, so that no loader that
 * the guard lets in sees the old name.
 */
void kg_mark_added(struct kg_span span);

#else

static inline void kg_mark_init(void) {}
static inline void kg_mark_exit(void) {}
static inline void kg_mark_added(struct kg_span span) {}

#endif /* KG_ARCH_MARKS */

#endif /* KG_MARK_H */
