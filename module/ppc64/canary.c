// SPDX-License-Identifier: GPL-2.0-only
/*
 * A canary that vmlinux calls. The one in hooks.c is called by the module, whose
 * TOC pointer (r2) is the wrapper's own: it answers also where r2 is lost, and
 * the first kernel function that calls a hooked one then runs with a wrong r2.
 *
 * param_set_uint() calls kstrtouint() in the way of vmlinux, and uses r2 no
 * more. While the second is hooked r2 must come back from the first as it does
 * otherwise. It is hooked for that moment only; other callers are let pass.
 */
#include <linux/init.h>
#include <linux/moduleparam.h>

#include "arch.h"
#include "hook.h"
#include "stub.h"

#define ANSWER	75

static unsigned int answer;
static bool was_diverted;

KG_HOOK_DEFINE(toc_canary,
	.name = "toc-canary",
	.symbols = { "kstrtouint" })

/* kstrtouint(text, base, result) */
static long toc_canary_hook(const struct kg_args *args)
{
	if (args->arg[2] == (unsigned long)&answer)
		was_diverted = true;
	return toc_canary_original(args);
}

static unsigned long __init toc_after(void)
{
	static const struct kernel_param parameter = { .arg = &answer };

	answer = 0;
	return kg_ppc64_toc_after(param_set_uint, __stringify(ANSWER),
				  &parameter);
}

bool __init kg_arch_canary_works(void)
{
	unsigned long toc = toc_after();
	bool works;

	kg_hook_arm(&kg_toc_canary_hook);
	works = !kg_toc_canary_hook.error && toc_after() == toc &&
		answer == ANSWER && was_diverted;
	kg_hook_disarm(&kg_toc_canary_hook);
	return works;
}
