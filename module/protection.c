// SPDX-License-Identifier: GPL-2.0-only
/*
 * The protections: most come with hooks, some with what could be found.
 */
#include <linux/kexecguard.h>

#include "hooks.h"
#include "kexec.h"
#include "memmap.h"
#include "protection.h"
#include "unload.h"

/* What a hook protects on this kernel. */
static u32 protections_of(const struct kg_hook *hook)
{
	u32 protections = hook->protections;

	if (!IS_ENABLED(CONFIG_KEXEC))
		protections &= ~KEXECGUARD_PROTECT_LOAD;
	if (!IS_ENABLED(CONFIG_KEXEC_FILE))
		protections &= ~KEXECGUARD_PROTECT_FILE_LOAD;
	return protections;
}

u32 kg_protections_needed(void)
{
	u32 needed = KEXECGUARD_PROTECT_UNLOAD | KEXECGUARD_PROTECT_ONLINE;
	unsigned int i;

	for (i = 0; i < KG_NR_HOOKS; i++)
		if (!kg_hooks[i]->is_unused)
			needed |= protections_of(kg_hooks[i]);
	return needed;
}

u32 kg_protections_missing(void)
{
	enum kexecguard_hook_state state;
	u32 missing = 0;
	unsigned int i;

	if (!kg_unload_is_possible())
		missing |= KEXECGUARD_PROTECT_UNLOAD;
	if (!kg_kexec_is_known())
		missing |= KEXECGUARD_PROTECT_RECORD;
	if (!kg_memmap_is_known())
		missing |= KEXECGUARD_PROTECT_PLACE;
	for (i = 0; i < KG_NR_HOOKS; i++) {
		state = kg_hook_state(kg_hooks[i]);
		if (state == KEXECGUARD_HOOK_MISSING ||
		    state == KEXECGUARD_HOOK_DEAD)
			missing |= protections_of(kg_hooks[i]);
	}
	return missing;
}
