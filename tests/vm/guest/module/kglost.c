// SPDX-License-Identifier: GPL-2.0-only
/*
 * kglost: the guard cannot read its memory map.
 *
 *	collect=N	reading fails for lack of memory, N times
 *
 * It can be written at run time.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>

#include "divert.h"

static int collect;
module_param(collect, int, 0644);
MODULE_PARM_DESC(collect, "how often reading fails");

/* Returns to the caller of the function that it runs instead of. */
DIVERTS_TO(no_memory);
static noinline __used long no_memory(void)
{
	return -ENOMEM;
}

static int on_collect(struct kprobe *probe, struct pt_regs *regs)
{
	if (READ_ONCE(collect) <= 0)
		return 0;
	WRITE_ONCE(collect, READ_ONCE(collect) - 1);
	divert_to(regs, no_memory);
	return 1;
}

static struct kprobe probe = {
	.symbol_name = "kg_arch_collect",
	.pre_handler = on_collect,
	.post_handler = keep_diverting,
};

static int __init kglost_init(void)
{
	return register_kprobe(&probe);
}

static void __exit kglost_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(kglost_init);
module_exit(kglost_exit);
MODULE_DESCRIPTION("facts that are lost");
MODULE_LICENSE("GPL");
