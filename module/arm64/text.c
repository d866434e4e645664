// SPDX-License-Identifier: GPL-2.0-only
/*
 * arm64 kernel text. A probe is always a BRK and never an ftrace user; it goes
 * to the symbol itself, where the link register is not signed yet. The word
 * after it belongs to ftrace.
 */
#include <linux/init.h>
#include <asm/brk-imm.h>
#include <asm/debug-monitors.h>
#include <asm/insn.h>

#include "arch.h"

void *__init kg_arch_probe_address(void *entry)
{
	return entry;
}

bool kg_arch_is_armed(const void *address)
{
	u32 brk = AARCH64_BREAK_MON | (KPROBES_BRK_IMM << 5);

	return le32_to_cpu(*(const __le32 *)address) == brk;
}
