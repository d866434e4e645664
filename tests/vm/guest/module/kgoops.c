// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgoops: makes a task die of a kernel bug where it enters a function, in task
 * context and with all locks held, as by a bug in the function itself.
 *
 *	at=FUNCTION	where
 *	comm=NAME	tasks whose name begins with NAME
 */
#include <linux/bug.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "divert.h"

static char *at = "";
module_param(at, charp, 0444);
MODULE_PARM_DESC(at, "the function");

static char *comm = "";
module_param(comm, charp, 0444);
MODULE_PARM_DESC(comm, "how the task's name begins");

DIVERTS_TO(die_as_asked);
static noinline __used void die_as_asked(void)
{
	BUG();
}

static int on_entry(struct kprobe *probe, struct pt_regs *regs)
{
	if (strncmp(current->comm, comm, strlen(comm)))
		return 0;
	divert_to(regs, die_as_asked);
	return 1;
}
NOKPROBE_SYMBOL(on_entry);

static struct kprobe probe = {
	.pre_handler = on_entry,
	.post_handler = keep_diverting,
};

static int __init kgoops_init(void)
{
	probe.symbol_name = at;
	return register_kprobe(&probe);
}

static void __exit kgoops_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(kgoops_init);
module_exit(kgoops_exit);
MODULE_DESCRIPTION("Tasks die in the kernel");
MODULE_LICENSE("GPL v2");
