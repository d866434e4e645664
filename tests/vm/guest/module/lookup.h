/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds symbols that the kernel does not export, for modules of one file. They
 * are called by static calls, that is directly: if nothing in the kernel takes
 * a function's address, kCFI has cleared its type and IBT its ENDBR, and an
 * indirect call is fatal.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/static_call.h>
#include <linux/string.h>

/*
 * What a probe found, as something that can be called. On ppc64 that is the
 * symbol's own value, in front of the entry for callers within the kernel.
 */
static inline void *callable(void *address)
{
#ifdef CONFIG_PPC64
	char text[KSYM_SYMBOL_LEN];
	unsigned long offset;

	sprint_symbol(text, (unsigned long)address);
	if (sscanf(strchrnul(text, '+'), "+%lx", &offset) == 1)
		return address - offset;
#endif
	return address;
}

static unsigned long lookup_nothing(const char *name)
{
	return 0;
}

DEFINE_STATIC_CALL(kernel_lookup, lookup_nothing);

/* Before the first lookup(). Return: 0 or -errno. */
static inline int lookup_init(void)
{
	static struct kprobe probe = {
		.symbol_name = "kallsyms_lookup_name",
		.flags = KPROBE_FLAG_DISABLED,
	};
	void *function;
	int err = register_kprobe(&probe);

	if (err)
		return err;
	function = callable(probe.addr);
	unregister_kprobe(&probe);
	static_call_update(kernel_lookup, (typeof(&lookup_nothing))function);
	return 0;
}

/* Return: the address of a symbol; NULL if there is none. */
static inline void *lookup(const char *name)
{
	return (void *)static_call(kernel_lookup)(name);
}

#endif /* LOOKUP_H */
