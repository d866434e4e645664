// SPDX-License-Identifier: GPL-2.0-only
/*
 * kglost: makes allocations for the guard's memory map fail.
 *
 *	update=N	recording a change fails, N times
 *	collect=N	rereading everything fails, N times
 *
 * Both can be written at run time.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>

static int update;
module_param(update, int, 0644);
MODULE_PARM_DESC(update, "how often entering a change fails");

static int collect;
module_param(collect, int, 0644);
MODULE_PARM_DESC(collect, "how often reading everything fails");

/* Returns to the caller of the function that it runs instead of. */
static noinline long no_memory(void)
{
	return -ENOMEM;
}

static int fail(int *left, struct pt_regs *regs)
{
	if (READ_ONCE(*left) <= 0)
		return 0;
	WRITE_ONCE(*left, READ_ONCE(*left) - 1);
	instruction_pointer_set(regs, (unsigned long)no_memory);
	return 1;
}

static int on_update(struct kprobe *probe, struct pt_regs *regs)
{
	return fail(&update, regs);
}

static int on_collect(struct kprobe *probe, struct pt_regs *regs)
{
	return fail(&collect, regs);
}

static struct kprobe probes[] = {
	{ .symbol_name = "kg_map_update", .pre_handler = on_update },
	{ .symbol_name = "kg_arch_collect", .pre_handler = on_collect },
};

static int __init kglost_init(void)
{
	int err = register_kprobe(&probes[0]);

	if (err)
		return err;
	err = register_kprobe(&probes[1]);
	if (err)
		unregister_kprobe(&probes[0]);
	return err;
}

static void __exit kglost_exit(void)
{
	unregister_kprobe(&probes[1]);
	unregister_kprobe(&probes[0]);
}

module_init(kglost_init);
module_exit(kglost_exit);
MODULE_DESCRIPTION("facts that are lost");
MODULE_LICENSE("GPL");
