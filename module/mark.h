/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mark_hotplug=1: gives hot-added memory a name of its own in /proc/iomem, so
 * that tools that assume the next kernel can start from all "System RAM" leave
 * it alone. Only on arm64: elsewhere they use the firmware's memory map or may
 * use added memory; see docs/kernels.md.
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
 * If this kernel does not allow it, logs that, and the parameter then reads N.
 *
 * Context: process, sleeps; after the memory map is read and changes are seen.
 */
void kg_mark_init(void);

/* Give all names back; nothing is marked after that. Context: process, sleeps. */
void kg_mark_exit(void);

/**
 * kg_mark_added() - memory has been added
 * @span: which
 *
 * Context: process, sleeps; before the operation ends, so that no loader that
 * the guard admits reads the old name.
 */
void kg_mark_added(struct kg_span span);

#else

static inline void kg_mark_init(void) {}
static inline void kg_mark_exit(void) {}
static inline void kg_mark_added(struct kg_span span) {}

#endif /* KG_ARCH_MARKS */

#endif /* KG_MARK_H */
