// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bringing the guard up and down, in the order of the flow: what it needs to
 * act, those who ask it, those who tell it, and last the door to user space.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "core/names.h"
#include "arch.h"
#include "compat.h"
#include "chardev.h"
#include "memmap.h"
#include "hotplug.h"
#include "image.h"
#include "mark.h"
#include "table.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static void __init say_what_is_missing(void)
{
	enum kexecguard_hook_state state;
	unsigned int i;

	if (!kg_image_can_unload())
		pr_warn("cannot unload: outdated images stay, and are refused\n");
	for (i = 0; i < KG_NR_HOOKS; i++) {
		state = kg_hook_state(&kg_table[i]);
		if (state == KEXECGUARD_HOOK_MISSING ||
		    state == KEXECGUARD_HOOK_DEAD)
			pr_warn("hook %s %s (error %d), %s(): %s\n",
				kg_table[i].name, kg_hook_state_name(state),
				kg_hook_error(&kg_table[i]),
				kg_table[i].symbols[0], kg_table[i].without);
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
	err = kg_image_init();
	if (err) {
		pr_err("this kernel has no kexec: nothing to protect\n");
		return err;
	}
	kg_arch_handover_init();
	err = kg_table_arm();
	if (err)
		goto err_image;
	kg_image_adopt();
	kg_arch_handover_look();
	err = kg_hotplug_init();
	if (err)
		goto err_disarm;
	err = kg_memmap_init();
	if (err)
		goto err_hotplug;
	err = kg_chardev_init();
	if (err)
		goto err_facts;

	kg_mark_init();
	say_what_is_missing();
	pr_info("%s: the kexec image is %sguarded\n", KG_VERSION,
		kg_table_missing() ? "partly " : "");
	return 0;

err_facts:
err_hotplug:
	kg_hotplug_exit();
err_disarm:
	kg_table_disarm();
	kg_memmap_exit();
err_image:
	kg_arch_handover_exit();
	kg_image_exit();
	return err;
}

static void __exit kexecguard_exit(void)
{
	kg_chardev_exit();
	kg_hotplug_exit();
	kg_table_disarm();
	kg_mark_exit();
	kg_arch_handover_exit();
	kg_memmap_exit();
	kg_image_exit();
	pr_info("the kexec image is not guarded any more\n");
}

module_init(kexecguard_init);
module_exit(kexecguard_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION(KG_VERSION);
MODULE_DESCRIPTION("Unload the kexec image when memory hotplug outdates it");
