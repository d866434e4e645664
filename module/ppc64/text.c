// SPDX-License-Identifier: GPL-2.0-only
/*
 * ppc64le kernel text. What ftrace patches is near the local entry, and the
 * probe goes behind it:
 *
 *	mflr r0; [std r0,16(r1)]; nop or bl;	HERE	-mprofile-kernel
 *	nop or b;				HERE	out of line, 7.x
 *
 * There the arguments, the link register and the stack pointer are as the
 * caller left them, and the probe is a plain trap, no ftrace user.
 */
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/ptrace.h>
#include <asm/probes.h>

#include "arch.h"
#include "compat.h"
#include "stub.h"

#define INSN_SIZE	4

/* The first half of a global entry: addis r2,r12,... or lis r2,... */
#define IS_TOC_HIGH(insn)	(((insn) & 0xffff0000) == 0x3c4c0000 || \
				 ((insn) & 0xffff0000) == 0x3c400000)
/* The second: addi r2,r2,... */
#define IS_TOC_LOW(insn)	(((insn) & 0xffff0000) == 0x38420000)

static void *__init local_entry(void *entry)
{
	const u32 *text = entry;

	return IS_TOC_HIGH(text[0]) && IS_TOC_LOW(text[1]) ?
	       entry + 2 * INSN_SIZE : entry;
}

void *__init kg_arch_probe_address(void *entry)
{
	void *site = kg_compat_ftrace_site(entry);

	return site ? site + INSN_SIZE : local_entry(entry);
}

/* r12 is where a global entry finds its own address. */
void kg_arch_divert(struct pt_regs *regs, unsigned long wrapper)
{
	regs->gpr[12] = wrapper;
	regs_set_return_ip(regs, (unsigned long)kg_ppc64_stub);
}
NOKPROBE_SYMBOL(kg_arch_divert);

bool kg_arch_is_armed(const void *address)
{
	return *(const u32 *)address == BREAKPOINT_INSTRUCTION;
}
