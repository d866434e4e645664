// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgdisarm: disables and enables a probe of another module, which user space
 * cannot do.
 *
 *	disarm=FUNCTION, rearm=FUNCTION		written at run time
 *
 * The probe is the first at FUNCTION or in its first instructions.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include "lookup.h"

#define KGDISARM_BYTES	16

static struct kprobe *no_probe(void *address)
{
	return NULL;
}

DEFINE_STATIC_CALL(probe_at, no_probe);

static struct kprobe *find(const char *function)
{
	struct kprobe *probe = NULL;
	void *address = lookup(function);
	unsigned int i;

	if (!address)
		return NULL;
	preempt_disable();
	for (i = 0; i < KGDISARM_BYTES && !probe; i++)
		probe = static_call(probe_at)(address + i);
	preempt_enable();
	return probe;
}

static int change(const char *value, int (*how)(struct kprobe *probe))
{
	char function[KSYM_NAME_LEN];
	struct kprobe *probe;

	strscpy(function, value, sizeof(function));
	probe = find(strim(function));
	return probe ? how(probe) : -ENOENT;
}

static int disarm(const char *value, const struct kernel_param *param)
{
	return change(value, disable_kprobe);
}

static int rearm(const char *value, const struct kernel_param *param)
{
	return change(value, enable_kprobe);
}

static const struct kernel_param_ops disarm_ops = { .set = disarm };
module_param_cb(disarm, &disarm_ops, NULL, 0200);
MODULE_PARM_DESC(disarm, "switch the probe on this function off");

static const struct kernel_param_ops rearm_ops = { .set = rearm };
module_param_cb(rearm, &rearm_ops, NULL, 0200);
MODULE_PARM_DESC(rearm, "and on again");

static int __init kgdisarm_init(void)
{
	void *function;
	int err = lookup_init();

	if (err)
		return err;
	function = lookup("get_kprobe");
	if (!function)
		return -ENOENT;
	static_call_update(probe_at, (typeof(&no_probe))function);
	return 0;
}

static void __exit kgdisarm_exit(void)
{
}

module_init(kgdisarm_init);
module_exit(kgdisarm_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
