/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For probes that divert a task: their handler calls divert_to() and returns 1.
 */
#ifndef KG_DIVERT_H
#define KG_DIVERT_H

#include <linux/kprobes.h>
#include <linux/ptrace.h>

/* This makes the kernel accept a changed instruction pointer. */
static void __maybe_unused keep_diverting(struct kprobe *probe,
					  struct pt_regs *regs,
					  unsigned long flags)
{
}
NOKPROBE_SYMBOL(keep_diverting);

/*
 * DIVERTS_TO(): declare a function of this file as a place to divert to, before
 * it is defined. On ppc64 its caller relies on r2, which a stub gives back.
 *
 * divert_to(): let a task go on there.
 */
#ifdef CONFIG_PPC64
#define DIVERTS_TO(function)						\
	extern char function##_stub[];					\
	asm(".pushsection .text\n"					\
	    "	.balign	16\n"						\
	    #function "_stub:\n"					\
	    "	mflr	0\n"						\
	    "	std	0, 16(1)\n"					\
	    "	stdu	1, -32(1)\n"					\
	    "	std	2, 24(1)\n"					\
	    "	bcl	20, 31, 1f\n"					\
	    "1:	mflr	12\n"						\
	    "	addis	12, 12, (" #function " - 1b)@ha\n"		\
	    "	addi	12, 12, (" #function " - 1b)@l\n"		\
	    "	mtctr	12\n"						\
	    "	bctrl\n"						\
	    "	ld	2, 24(1)\n"					\
	    "	addi	1, 1, 32\n"					\
	    "	ld	0, 16(1)\n"					\
	    "	mtlr	0\n"						\
	    "	blr\n"							\
	    ".popsection\n")
#define divert_to(regs, function)					\
	instruction_pointer_set(regs, (unsigned long)function##_stub)
#else
#define DIVERTS_TO(function)						\
	static_assert(true)
#define divert_to(regs, function)					\
	instruction_pointer_set(regs, (unsigned long)(function))
#endif

/* An argument of the function that a probe is at the entry of. */
static inline unsigned long call_argument(struct pt_regs *regs,
					  unsigned int nr)
{
#ifdef CONFIG_PPC64
	return regs->gpr[3 + nr];
#else
	return regs_get_kernel_argument(regs, nr);
#endif
}

#endif /* KG_DIVERT_H */
