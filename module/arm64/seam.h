/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What arch.h needs of arm64.
 */
#ifndef KG_SEAM_H
#define KG_SEAM_H

#include <linux/types.h>

/* relocation.c: a load copies the page tables of all memory, without a lock. */
#define KG_ARCH_COPIES_PAGE_TABLES

/* mark.c: hot-added memory can have a name of its own in /proc/iomem. */
#define KG_ARCH_MARKS

/* The function of a system call that takes its arguments in a pt_regs. */
#define KG_ARCH_SYSCALL(name)	"__arm64_sys_" name

static inline bool kg_arch_has_kexec(void)
{
	return true;
}

#endif /* KG_SEAM_H */
