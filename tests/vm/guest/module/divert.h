/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For probes that divert a task: their handler sets the instruction
 * pointer and returns 1.
 */
#ifndef KG_DIVERT_H
#define KG_DIVERT_H

#include <linux/kprobes.h>

/* This makes the kernel accept a changed instruction pointer. */
static void keep_diverting(struct kprobe *probe, struct pt_regs *regs,
			   unsigned long flags)
{
}
NOKPROBE_SYMBOL(keep_diverting);

#endif /* KG_DIVERT_H */
