// SPDX-License-Identifier: GPL-2.0-only
/*
 * kgslow: holds a call of a kernel function whose caller may sleep.
 *
 *	function=NAME	its first call waits until 1 is written to "release", for
 *			20 seconds at most; "entered" reads 1 once it waits
 *	other=NAME	"overtaken" reads 1 if that one was called while it waited
 *
 * The function is called by a pointer: not for kernels with kCFI or IBT.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>

#include "divert.h"
#include "lookup.h"

#define LIMIT_MS	20000
#define STEP_MS		10

static char *function;
module_param(function, charp, 0444);
MODULE_PARM_DESC(function, "function of the kernel");

static char *other;
module_param(other, charp, 0444);
MODULE_PARM_DESC(other, "another function of the kernel");

static bool release;
module_param(release, bool, 0200);
MODULE_PARM_DESC(release, "go on");

static int entered;
module_param(entered, int, 0444);
MODULE_PARM_DESC(entered, "it has been called");

static bool overtaken;
module_param(overtaken, bool, 0444);
MODULE_PARM_DESC(overtaken, "the other was called during the wait");

static bool is_waiting;
static struct kprobe probe, other_probe;

DIVERTS_TO(wait_and_call);
static noinline __used long wait_and_call(unsigned long a, unsigned long b, unsigned long c,
			  unsigned long d, unsigned long e, unsigned long f)
{
	long (*original)(unsigned long a, unsigned long b, unsigned long c,
			 unsigned long d, unsigned long e, unsigned long f) =
		callable(probe.addr);
	unsigned int waited;

	for (waited = 0; waited < LIMIT_MS && !READ_ONCE(release);
	     waited += STEP_MS)
		msleep(STEP_MS);
	WRITE_ONCE(is_waiting, false);
	return original(a, b, c, d, e, f);
}

static int divert_once(struct kprobe *probe, struct pt_regs *regs)
{
	if (xchg(&entered, 1))
		return 0;
	WRITE_ONCE(is_waiting, true);
	divert_to(regs, wait_and_call);
	return 1;
}

static int overtake(struct kprobe *probe, struct pt_regs *regs)
{
	overtaken |= READ_ONCE(is_waiting);
	return 0;
}

static int __init kgslow_init(void)
{
	int err = 0;

	if (other) {
		other_probe.symbol_name = other;
		other_probe.pre_handler = overtake;
		err = register_kprobe(&other_probe);
	}
	if (err)
		return err;
	probe.symbol_name = function;
	probe.pre_handler = divert_once;
	err = register_kprobe(&probe);
	if (err && other)
		unregister_kprobe(&other_probe);
	return err;
}

static void __exit kgslow_exit(void)
{
	unregister_kprobe(&probe);
	if (other)
		unregister_kprobe(&other_probe);
}

module_init(kgslow_init);
module_exit(kgslow_exit);
MODULE_DESCRIPTION("Test helper of kexecguard");
MODULE_LICENSE("GPL v2");
