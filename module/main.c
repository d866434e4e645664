// SPDX-License-Identifier: GPL-2.0-only
/*
 * Init and exit in dependency order: the kernel's image, unloading, hooks,
 * memory notifier, memory map, character device. Exit is the mirror of init.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "core/names.h"
#include "arch.h"
#include "built.h"
#include "chardev.h"
#include "compat.h"
#include "event.h"
#include "guard.h"
#include "hooks.h"
#include "hotplug.h"
#include "kexec.h"
#include "load.h"
#include "mark.h"
#include "memmap.h"
#include "protection.h"
#include "steer.h"
#include "unload.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static void __init log_missing(void)
{
	enum kexecguard_hook_state state;
	const struct kg_hook *hook;
	unsigned int i;

	if (!kg_unload_is_possible())
		pr_warn("cannot unload: outdated images stay, and are refused\n");
	for (i = 0; i < KG_NR_HOOKS; i++) {
		hook = kg_hooks[i];
		state = kg_hook_state(hook);
		if (state == KEXECGUARD_HOOK_MISSING ||
		    state == KEXECGUARD_HOOK_DEAD)
			pr_warn("hook %s %s (error %d), %s(): %s\n",
				hook->name, kg_hook_state_name(state),
				kg_hook_error(hook), hook->symbols[0],
				hook->without);
	}
}

static int __init kexecguard_init(void)
{
	int err;

	if (!kg_arch_has_kexec()) {
		pr_err("a Xen PV domain has no kexec of its own: nothing to protect\n");
		return -ENODEV;
	}
	if (kg_compat_init())
		pr_notice("kallsyms_lookup_name not found, working without\n");
	err = kg_built_check();
	if (err)
		return err;
	err = kg_kexec_init();
	if (err) {
		pr_err("this kernel has no kexec: nothing to protect\n");
		return err;
	}
	kg_load_init();
	kg_arch_relocation_init();
	kg_arch_handover_init();
	kg_memmap_init();
	kg_steer_init();
	err = kg_hooks_arm();
	if (err)
		goto err_memmap;
	kg_load_adopt();
	kg_arch_handover_look();
	err = kg_hotplug_init();
	if (err)
		goto err_hooks;
	/* Now that changes are seen. */
	err = kg_memmap_reread();
	if (err)
		goto err_hotplug;
	err = kg_chardev_init();
	if (err)
		goto err_hotplug;
	kg_mark_init();

	log_missing();
	pr_info("%s: the kexec image is %sguarded\n", KG_VERSION,
		kg_protections_missing() ? "partly " : "");
	return 0;

err_hotplug:
	kg_hotplug_exit();
err_hooks:
	kg_hooks_disarm();
err_memmap:
	kg_memmap_exit();
	kg_arch_handover_exit();
	kg_unload_exit();
	kg_guard_exit();
	kg_kexec_exit();
	return err;
}

static void __exit kexecguard_exit(void)
{
	kg_mark_exit();
	kg_chardev_exit();
	kg_hotplug_exit();
	kg_hooks_disarm();
	kg_memmap_exit();
	kg_arch_handover_exit();
	kg_unload_exit();
	kg_guard_exit();
	kg_kexec_exit();
	pr_info("the kexec image is not guarded any more\n");
}

module_init(kexecguard_init);
module_exit(kexecguard_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION(KG_VERSION);
MODULE_DESCRIPTION("Unload the kexec image when memory hotplug outdates it");
