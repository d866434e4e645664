// SPDX-License-Identifier: GPL-2.0-only
/*
 * All hooks as one array, arming and disarming them, and the canary.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/printk.h>

#include "hooks.h"

/*
 * The canary: a function of this module that is hooked like all others. If it
 * returns its own answer plus the wrapper's, functions can be diverted here and
 * originals called.
 */
#define CANARY_ORIGINAL	0x4b
#define CANARY_WRAPPER	0x4700

long kexecguard_canary(void);

noinline long kexecguard_canary(void)
{
	long answer = CANARY_ORIGINAL;

	/* Else the compiler may use the answer without the call, as gcc 14. */
	OPTIMIZER_HIDE_VAR(answer);
	return answer;
}

KG_HOOK_DEFINE(canary,
	.name = "canary",
	.symbols = { "kexecguard_canary" },
	.without = "No kernel function can be hooked.")

static long canary_hook(const struct kg_args *args)
{
	return canary_original(args) + CANARY_WRAPPER;
}

static bool __init canary_works(void)
{
	return kexecguard_canary() == CANARY_ORIGINAL + CANARY_WRAPPER &&
	       kg_arch_canary_works();
}

#define DECLARE(id)	extern struct kg_hook kg_##id##_hook;
#define POINTER(id)	&kg_##id##_hook,
KG_HOOKS(DECLARE)
struct kg_hook *const kg_hooks[KG_NR_HOOKS] = { KG_HOOKS(POINTER) };

int __init kg_hooks_arm(void)
{
	struct kg_hook *canary = kg_hooks[0];
	unsigned int i;

	kg_hook_arm(canary);
	if (canary->error || !canary_works())
		goto err_disarm;
	for (i = 1; i < KG_NR_HOOKS; i++)
		if (!kg_hooks[i]->is_unused)
			kg_hook_arm(kg_hooks[i]);
	return 0;

err_disarm:
	pr_err("kprobes cannot divert functions here (error %d): not loaded\n",
	       canary->error);
	kg_hooks_disarm();
	return -EOPNOTSUPP;
}

void kg_hooks_disarm(void)
{
	unsigned int nr = KG_NR_HOOKS;

	while (nr--)
		kg_hook_disarm(kg_hooks[nr]);
	kg_hook_drain();
}
