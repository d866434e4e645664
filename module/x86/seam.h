/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What arch.h needs of x86-64.
 */
#ifndef KG_SEAM_H
#define KG_SEAM_H

#include <linux/types.h>
#include <asm/cpufeature.h>

/* handover.c: the map that is handed over is firmware's and must be kept right. */
#define KG_ARCH_HANDS_OVER_MAP

/* The function of a system call that takes its arguments in a pt_regs. */
#define KG_ARCH_SYSCALL(name)	"__x64_sys_" name

/*
 * A Xen PV domain has neither the machine's page tables nor its processors.
 * Loading an image there is an oops in machine_kexec_prepare().
 */
static inline bool kg_arch_has_kexec(void)
{
	return !cpu_feature_enabled(X86_FEATURE_XENPV);
}

#endif /* KG_SEAM_H */
