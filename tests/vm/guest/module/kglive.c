// SPDX-License-Identifier: GPL-2.0-only
/*
 * kglive: a livepatch that replaces kernel_kexec(), so that a test can see
 * whether the guard notices. /sys/kernel/livepatch/kglive/enabled ends it.
 */
#include <linux/errno.h>
#include <linux/livepatch.h>
#include <linux/module.h>

static int kglive_kernel_kexec(void)
{
	return -EXDEV;
}

static struct klp_func kglive_functions[] = {
	{
		.old_name = "kernel_kexec",
		.new_func = kglive_kernel_kexec,
	},
	{ }
};

static struct klp_object kglive_objects[] = {
	{ .funcs = kglive_functions },
	{ }
};

static struct klp_patch kglive_patch = {
	.mod = THIS_MODULE,
	.objs = kglive_objects,
};

static int __init kglive_init(void)
{
	return klp_enable_patch(&kglive_patch);
}

static void __exit kglive_exit(void)
{
}

module_init(kglive_init);
module_exit(kglive_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
MODULE_INFO(livepatch, "Y");
