// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgtest: stops the kernel in the middle of an operation.
 *
 *	hold=WHERE priority=N	wait there until 1 is written to "release"
 *	warn=1			WARN(), so that the self-test can prove it is noticed
 *
 * WHERE is a memory notifier's action (going_online, online, going_offline,
 * offline) or "exec": the reboot notifiers, which run once kexec has begun.
 * "held" reads 1 while something waits. It waits once, for a bounded time, so
 * that a test that has died does not hang its guest.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/memory.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include <linux/string.h>

#define KGTEST_BOUND_SECONDS 60

static DECLARE_COMPLETION(kgtest_gate);

static char *hold = "none";
module_param(hold, charp, 0444);
MODULE_PARM_DESC(hold, "where to wait");

static int priority;
module_param(priority, int, 0444);
MODULE_PARM_DESC(priority, "the notifier's priority");

static bool warn;
module_param(warn, bool, 0444);
MODULE_PARM_DESC(warn, "WARN() on load");

static bool held;
module_param(held, bool, 0444);
MODULE_PARM_DESC(held, "something waits");

static int kgtest_release(const char *value, const struct kernel_param *param)
{
	complete_all(&kgtest_gate);
	return 0;
}

static const struct kernel_param_ops kgtest_release_ops = {
	.set = kgtest_release,
};
module_param_cb(release, &kgtest_release_ops, NULL, 0200);
MODULE_PARM_DESC(release, "let it go on, and never wait again");

static void kgtest_hold(const char *where)
{
	if (strcmp(hold, where) || completion_done(&kgtest_gate))
		return;
	pr_info("holding %s\n", where);
	WRITE_ONCE(held, true);
	wait_for_completion_timeout(&kgtest_gate, KGTEST_BOUND_SECONDS * HZ);
	WRITE_ONCE(held, false);
	pr_info("going on\n");
}

static int kgtest_memory(struct notifier_block *block, unsigned long action,
			 void *data)
{
	if (action == MEM_GOING_ONLINE)
		kgtest_hold("going_online");
	else if (action == MEM_ONLINE)
		kgtest_hold("online");
	else if (action == MEM_GOING_OFFLINE)
		kgtest_hold("going_offline");
	else if (action == MEM_OFFLINE)
		kgtest_hold("offline");
	return NOTIFY_OK;
}

static int kgtest_reboot(struct notifier_block *block, unsigned long action,
			 void *data)
{
	kgtest_hold("exec");
	return NOTIFY_OK;
}

static struct notifier_block kgtest_memory_block = {
	.notifier_call = kgtest_memory,
};

static struct notifier_block kgtest_reboot_block = {
	.notifier_call = kgtest_reboot,
};

static int __init kgtest_init(void)
{
	int ret;

	WARN(warn, "kgtest: as asked\n");

	kgtest_memory_block.priority = priority;
	ret = register_memory_notifier(&kgtest_memory_block);
	if (ret)
		return ret;
	ret = register_reboot_notifier(&kgtest_reboot_block);
	if (ret)
		unregister_memory_notifier(&kgtest_memory_block);
	return ret;
}

static void __exit kgtest_exit(void)
{
	complete_all(&kgtest_gate);
	unregister_reboot_notifier(&kgtest_reboot_block);
	unregister_memory_notifier(&kgtest_memory_block);
}

module_init(kgtest_init);
module_exit(kgtest_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
