// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two entries of a function (ELFv2). A caller that shares its TOC uses the
 * local one; a pointer has to be the global one, which makes r2 from r12:
 *
 *	global entry	addis r2,r12,...	may be missing: a function
 *			addi r2,r2,...		without r2 has one entry
 *	local entry	mflr r0 ...
 *
 * kprobes find the local entry or, behind that, ftrace's site. kallsyms has the
 * symbol's own value, the global entry.
 */
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "arch.h"

/* ftrace's site is within the first 16 bytes, by asm/livepatch.h. */
#define ENTRY_DISTANCE	16

void *__init kg_arch_function(void *address)
{
	static char text[KSYM_SYMBOL_LEN];
	unsigned long offset;
	const char *at;

	sprint_symbol(text, (unsigned long)address);
	at = strrchr(text, '+');
	if (!at || sscanf(at, "+%lx/", &offset) != 1 ||
	    offset > ENTRY_DISTANCE)
		return NULL;
	return address - offset;
}
