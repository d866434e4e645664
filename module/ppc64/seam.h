/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What arch.h needs of little-endian 64-bit PowerPC.
 */
#ifndef KG_SEAM_H
#define KG_SEAM_H

#include <linux/types.h>

/* Big-endian kernels mostly have another ABI, with function descriptors. */
#ifndef CONFIG_CPU_LITTLE_ENDIAN
#error "kexecguard knows 64-bit PowerPC as ppc64le only"
#endif

/* A function has two entries, and its caller relies on the TOC pointer, r2. */
#define KG_ARCH_HAS_TOC

/* The function of a system call: of the arguments, or since 6.2 of a pt_regs. */
#define KG_ARCH_SYSCALL(name)	"sys_" name

#ifdef CONFIG_PPC_PSERIES
/* dlpar.c: the next kernel's map is the device tree, which changes last. */
#define KG_ARCH_HOOKS(X)	X(dlpar)
#define KG_ARCH_HANDS_OVER_MAP
#endif

static inline bool kg_arch_has_kexec(void)
{
	return true;
}

#endif /* KG_SEAM_H */
