// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook table. To add a hook, add a row here, its id in table.h and its
 * function where its subject lives (image.c, hotplug.c).
 */
#include <linux/init.h>

#include "arch.h"
#include "memmap.h"
#include "hotplug.h"
#include "image.h"
#include "placement.h"
#include "table.h"
#include "kexec.h"

/*
 * The canary: a function of ours that is hooked like all others. That it comes
 * back with the wrapper's answer on top of its own shows that functions can be
 * diverted here and originals be called.
 */
#define CANARY_ORIGINAL	0x4b
#define CANARY_WRAPPER	0x4700

long kexecguard_canary(void);

noinline long kexecguard_canary(void)
{
	long answer = CANARY_ORIGINAL;

	/* Or the caller may know the answer without calling, as gcc 14 does. */
	OPTIMIZER_HIDE_VAR(answer);
	return answer;
}

KG_HOOK_DECLARE(canary);
KG_HOOK_DEFINE(&kg_table[KG_HOOK_CANARY], canary)

static long canary_hook(const struct kg_args *args)
{
	return canary_original(args) + CANARY_WRAPPER;
}

static bool __init canary_sings(void)
{
	return kexecguard_canary() == CANARY_ORIGINAL + CANARY_WRAPPER;
}

struct kg_hook kg_table[KG_NR_HOOKS] = {
	[KG_HOOK_CANARY] = {
		.name = "canary",
		.symbols = { "kexecguard_canary" },
		KG_HOOK_PLUMBING(canary),
		.without = "No kernel function can be hooked.",
	},
	[KG_HOOK_EXEC] = {
		.name = "exec",
		.symbols = { "kernel_kexec" },
		KG_HOOK_PLUMBING(exec),
		.protections = KEXECGUARD_PROTECT_EXEC,
		.without = "A kexec while memory changes is not refused.",
	},
	[KG_HOOK_LOAD] = {
		.name = "load",
		.symbols = { "do_kexec_load",
			     KG_ARCH_SYSCALL("kexec_load") },
		.is_unused = !IS_ENABLED(CONFIG_KEXEC),
		KG_HOOK_PLUMBING(load),
		.protections = KEXECGUARD_PROTECT_LOAD |
			       KEXECGUARD_PROTECT_RECORD,
		.without = "Memory that changes during kexec_load() goes unseen.",
	},
	[KG_HOOK_FILE_LOAD] = {
		.name = "file-load",
		.symbols = { KG_ARCH_SYSCALL("kexec_file_load") },
		.is_unused = !IS_ENABLED(CONFIG_KEXEC_FILE),
		KG_HOOK_PLUMBING(file_load),
		.protections = KEXECGUARD_PROTECT_FILE_LOAD |
			       KEXECGUARD_PROTECT_RECORD,
		.without = "Memory that changes during kexec_file_load() goes unseen.",
	},
	[KG_HOOK_PREPARE] = {
		.name = "prepare",
		.symbols = { "machine_kexec_prepare" },
		KG_HOOK_PLUMBING(prepare),
		.protections = KEXECGUARD_PROTECT_LOAD |
			       KEXECGUARD_PROTECT_FILE_LOAD |
			       KEXECGUARD_PROTECT_RECORD |
			       KEXECGUARD_PROTECT_PLACE,
		.without = "Images are loaded while memory changes, and their segments are unknown.",
	},
	[KG_HOOK_SEGMENT] = {
		.name = "segment",
		.symbols = { "kimage_load_segment" },
		KG_HOOK_PLUMBING(segment),
		.protections = KEXECGUARD_PROTECT_LATE_LOAD,
		.without = "A load that memory outdates is undone at its end only.",
	},
	[KG_HOOK_TERMINATE] = {
		.name = "terminate",
		/* the first allocates what arm64 copies with, behind the other */
		.symbols = { "machine_kexec_post_load",
			     "kimage_terminate" },
		KG_HOOK_PLUMBING(terminate),
		.protections = KEXECGUARD_PROTECT_AUDIT,
		.without = "What executing the image will copy is unknown.",
	},
	[KG_HOOK_STEER] = {
		.name = "steer",
		.is_unused = !IS_ENABLED(CONFIG_KEXEC_FILE),
#ifdef CONFIG_KEXEC_FILE
		.symbols = { "locate_mem_hole_callback" },
		KG_HOOK_PLUMBING(steer),
#endif
		.protections = KEXECGUARD_PROTECT_STEER,
		.without = "kexec_file_load() may choose memory that can go away.",
	},
	[KG_HOOK_ADD] = {
		.name = "add",
		/* 7.3: the other only calls it, and is inlined where it counts */
		.symbols = { "__add_memory_resource",
			     "add_memory_resource" },
		KG_HOOK_PLUMBING(add),
		.protections = KEXECGUARD_PROTECT_ADD,
		.without = "Memory that is added and not brought online goes unseen.",
	},
	[KG_HOOK_REMOVE] = {
		.name = "remove",
		.symbols = { "try_remove_memory" },
		.is_unused = !IS_ENABLED(CONFIG_MEMORY_HOTREMOVE),
		KG_HOOK_PLUMBING(remove),
		.protections = KEXECGUARD_PROTECT_REMOVE,
		.without = "The removal of memory that never was online goes unseen.",
	},
	[KG_HOOK_OFFLINE] = {
		.name = "offline",
		.symbols = { "offline_pages" },
		.is_unused = !IS_ENABLED(CONFIG_MEMORY_HOTREMOVE),
		KG_HOOK_PLUMBING(offline),
		.protections = KEXECGUARD_PROTECT_RELEASE,
		.without = "Policy \"release\" acts like \"unload\".",
	},
	[KG_HOOK_MEMORY_FAILURE] = {
		.name = "memory-failure",
		.symbols = { "memory_failure" },
		.is_unused = !IS_ENABLED(CONFIG_MEMORY_FAILURE),
		KG_HOOK_PLUMBING(memory_failure),
		.protections = KEXECGUARD_PROTECT_POISON,
		.without = "A page of the image that fails goes unnoticed.",
	},
	[KG_HOOK_SOFT_OFFLINE] = {
		.name = "soft-offline",
		.symbols = { "soft_offline_page" },
		.is_unused = !IS_ENABLED(CONFIG_MEMORY_FAILURE),
		KG_HOOK_PLUMBING(soft_offline),
		.protections = KEXECGUARD_PROTECT_POISON,
		.without = "A page of the image that is given up goes unnoticed.",
	},
};

int __init kg_table_arm(void)
{
	return kg_hooks_arm(kg_table, KG_NR_HOOKS, canary_sings);
}

void kg_table_disarm(void)
{
	kg_hooks_disarm(kg_table, KG_NR_HOOKS);
}

/* What a hook is good for on this kernel. */
static u32 protections_of(const struct kg_hook *hook)
{
	u32 protections = hook->protections;

	if (!IS_ENABLED(CONFIG_KEXEC))
		protections &= ~KEXECGUARD_PROTECT_LOAD;
	if (!IS_ENABLED(CONFIG_KEXEC_FILE))
		protections &= ~KEXECGUARD_PROTECT_FILE_LOAD;
	return protections;
}

u32 kg_table_needed(void)
{
	u32 needed = KEXECGUARD_PROTECT_UNLOAD | KEXECGUARD_PROTECT_ONLINE;
	unsigned int i;

	for (i = 0; i < KG_NR_HOOKS; i++)
		if (!kg_table[i].is_unused)
			needed |= protections_of(&kg_table[i]);
	return needed;
}

u32 kg_table_missing(void)
{
	enum kexecguard_hook_state state;
	u32 missing = 0;
	unsigned int i;

	if (!kg_image_can_unload())
		missing |= KEXECGUARD_PROTECT_UNLOAD;
	if (!kg_kexec_is_known())
		missing |= KEXECGUARD_PROTECT_RECORD;
	if (!kg_memmap_are_known())
		missing |= KEXECGUARD_PROTECT_PLACE;
	for (i = 0; i < KG_NR_HOOKS; i++) {
		state = kg_hook_state(&kg_table[i]);
		if (state == KEXECGUARD_HOOK_MISSING ||
		    state == KEXECGUARD_HOOK_DEAD)
			missing |= protections_of(&kg_table[i]);
	}
	return missing;
}
