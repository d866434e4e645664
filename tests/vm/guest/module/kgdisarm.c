// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgdisarm: switches one probe of somebody else off and on again, as nothing in
 * user space can.
 *
 *	disarm=FUNCTION, rearm=FUNCTION		written at run time
 *
 * The probe is the first at FUNCTION or in its first instructions.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#define KGDISARM_BYTES	16

static unsigned long (*lookup)(const char *name);
static struct kprobe *(*probe_at)(void *address);

static struct kprobe *find(const char *function)
{
	struct kprobe *probe = NULL;
	unsigned long address = lookup(function);
	unsigned int i;

	if (!address)
		return NULL;
	preempt_disable();
	for (i = 0; i < KGDISARM_BYTES && !probe; i++)
		probe = probe_at((void *)(address + i));
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
	static struct kprobe probe = {
		.symbol_name = "kallsyms_lookup_name",
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err = register_kprobe(&probe);

	if (err)
		return err;
	lookup = (void *)probe.addr;
	unregister_kprobe(&probe);
	probe_at = (void *)lookup("get_kprobe");
	return probe_at ? 0 : -ENOENT;
}

static void __exit kgdisarm_exit(void)
{
}

module_init(kgdisarm_init);
module_exit(kgdisarm_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
