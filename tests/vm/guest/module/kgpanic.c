// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgpanic: panics where a test asks for it, to see whether the crash kernel boots.
 *
 *	at=ACTION-first|ACTION-last	in a memory notifier before or after
 *			all others; ACTION is going_online, online,
 *			going_offline or offline
 *	at=FUNCTION	when the kernel enters a function
 *	comm=NAME	only in a task of that name
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/string.h>

static char *at = "";
module_param(at, charp, 0444);
MODULE_PARM_DESC(at, "where to panic");

static char *comm = "";
module_param(comm, charp, 0444);
MODULE_PARM_DESC(comm, "in which task; empty: in any");

static const struct {
	const char *name;
	unsigned long action;
} actions[] = {
	{ "going_online", MEM_GOING_ONLINE },
	{ "online", MEM_ONLINE },
	{ "going_offline", MEM_GOING_OFFLINE },
	{ "offline", MEM_OFFLINE },
};

static int wanted = -1;		/* index of the action */

static int on_memory_event(struct notifier_block *block, unsigned long action,
			   void *data)
{
	if (action == actions[wanted].action)
		panic("as asked, in %s", at);
	return NOTIFY_OK;
}

static struct notifier_block notifier = {
	.notifier_call = on_memory_event,
};

static int on_entry(struct kprobe *probe, struct pt_regs *regs)
{
	if (!*comm || !strncmp(current->comm, comm, strlen(comm)))
		panic("as asked, in %s", at);
	return 0;
}

static struct kprobe probe = {
	.pre_handler = on_entry,
};

static int find_action(void)
{
	size_t length = strcspn(at, "-");
	int i;

	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (strlen(actions[i].name) == length &&
		    !strncmp(actions[i].name, at, length))
			return i;
	return -1;
}

static int __init kgpanic_init(void)
{
	wanted = find_action();
	if (wanted < 0) {
		probe.symbol_name = at;
		return register_kprobe(&probe);
	}
	notifier.priority = strstr(at, "-last") ? INT_MIN : INT_MAX;
	return register_memory_notifier(&notifier);
}

/* Reached only if the panic was not. */
static void __exit kgpanic_exit(void)
{
	if (wanted < 0)
		unregister_kprobe(&probe);
	else
		unregister_memory_notifier(&notifier);
}

module_init(kgpanic_init);
module_exit(kgpanic_exit);
MODULE_DESCRIPTION("Panic where a test wants it");
MODULE_LICENSE("GPL v2");
