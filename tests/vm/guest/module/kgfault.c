// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgfault: makes fail what does not fail by itself.
 *
 *	fail_register=N	the Nth call of register_kprobe() from now on says
 *			-ENOMEM; "calls" counts them
 *	hold_lock=1	holds the kernel's kexec lock until it is removed, as a
 *			party would that the guard knows nothing of
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static uint fail_register;
module_param(fail_register, uint, 0444);
MODULE_PARM_DESC(fail_register, "which call of register_kprobe() fails");

static uint calls;
module_param(calls, uint, 0444);
MODULE_PARM_DESC(calls, "calls of register_kprobe()");

static bool hold_lock;
module_param(hold_lock, bool, 0444);
MODULE_PARM_DESC(hold_lock, "hold the kexec lock");

static atomic_t *kexec_lock;

static noinline long failed(void)
{
	return -ENOMEM;
}

static int on_register(struct kprobe *probe, struct pt_regs *regs)
{
	if (++calls != fail_register)
		return 0;
	instruction_pointer_set(regs, (unsigned long)failed);
	return 1;
}
NOKPROBE_SYMBOL(on_register);

/* With it the kernel lets the handler change the way. */
static void post(struct kprobe *probe, struct pt_regs *regs,
		 unsigned long flags)
{
}
NOKPROBE_SYMBOL(post);

static struct kprobe register_probe = {
	.symbol_name = "register_kprobe",
	.pre_handler = on_register,
	.post_handler = post,
};

static int find_lock(void)
{
	static struct kprobe probe = {
		.symbol_name = "kallsyms_lookup_name",
		.flags = KPROBE_FLAG_DISABLED,
	};
	unsigned long (*lookup)(const char *name);
	int err = register_kprobe(&probe);

	if (err)
		return err;
	lookup = (void *)probe.addr;
	unregister_kprobe(&probe);
	kexec_lock = (atomic_t *)lookup("__kexec_lock");
	return kexec_lock ? 0 : -ENOENT;
}

static int __init kgfault_init(void)
{
	int err;

	if (!hold_lock)
		return register_kprobe(&register_probe);
	err = find_lock();
	if (err)
		return err;
	return atomic_cmpxchg(kexec_lock, 0, 1) ? -EBUSY : 0;
}

static void __exit kgfault_exit(void)
{
	if (hold_lock)
		atomic_set_release(kexec_lock, 0);
	else
		unregister_kprobe(&register_probe);
}

module_init(kgfault_init);
module_exit(kgfault_exit);
MODULE_DESCRIPTION("Failures on request");
MODULE_LICENSE("GPL v2");
