// SPDX-License-Identifier: GPL-2.0-only
/*
 * x86-64 kernel text. A traced function starts with five bytes that ftrace
 * patches to a NOP, a call or a jump, after an ENDBR if the kernel has IBT.
 *
 *	ENDBR (4)	what ftrace patches (5)		first real instruction
 *							^ the probe goes here
 *
 * A probe on the five bytes becomes an ftrace user: kernel.ftrace_enabled=0
 * disables it silently, and sharing it with a foreign kprobe corrupts both.
 * After the five bytes nothing has been pushed yet, and the probe is a plain
 * INT3. Other users of the five bytes still reach it: a tracer returns to that
 * address, and the trampoline of a BPF program on the function's exit calls it.
 */
#include <linux/init.h>

#include "arch.h"
#include "compat.h"

#define TEXT_SITE_SIZE	5
#define TEXT_INT3	0xcc

void *__init kg_arch_probe_address(void *entry)
{
	void *site = kg_compat_ftrace_site(entry);

	return site ? site + TEXT_SITE_SIZE : entry;
}

bool kg_arch_is_armed(const void *address)
{
	return *(const u8 *)address == TEXT_INT3;
}
