// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgstay: keeps tasks where they enter a function whose caller may sleep and
 * accepts 0 as its result.
 *
 *	at=FUNCTION	where
 *	comm=NAME	tasks whose name begins with NAME
 *	staying		how many are kept now
 *	release		1 lets them go on, and keeps no more
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "divert.h"

static char *at = "";
module_param(at, charp, 0444);
MODULE_PARM_DESC(at, "the function");

static char *comm = "";
module_param(comm, charp, 0444);
MODULE_PARM_DESC(comm, "how the task's name begins");

static int staying;
module_param(staying, int, 0444);
MODULE_PARM_DESC(staying, "how many stay");

static bool is_released;
static atomic_t nr_staying = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(gate);

static int set_release(const char *value, const struct kernel_param *param)
{
	WRITE_ONCE(is_released, true);
	wake_up_all(&gate);
	return 0;
}

static const struct kernel_param_ops release_ops = {
	.set = set_release,
};
module_param_cb(release, &release_ops, NULL, 0200);
MODULE_PARM_DESC(release, "let them go on");

DIVERTS_TO(stay);
static noinline __used long stay(void)
{
	WRITE_ONCE(staying, atomic_inc_return(&nr_staying));
	wait_event_killable(gate, READ_ONCE(is_released));
	WRITE_ONCE(staying, atomic_dec_return(&nr_staying));
	return 0;
}

static int on_entry(struct kprobe *probe, struct pt_regs *regs)
{
	if (READ_ONCE(is_released) ||
	    strncmp(current->comm, comm, strlen(comm)))
		return 0;
	divert_to(regs, stay);
	return 1;
}
NOKPROBE_SYMBOL(on_entry);

static struct kprobe probe = {
	.pre_handler = on_entry,
	.post_handler = keep_diverting,
};

static int __init kgstay_init(void)
{
	probe.symbol_name = at;
	return register_kprobe(&probe);
}

static void __exit kgstay_exit(void)
{
	set_release(NULL, NULL);
	unregister_kprobe(&probe);
}

module_init(kgstay_init);
module_exit(kgstay_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
