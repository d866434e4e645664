// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters: the policy as text, at load time and at run time under
 * /sys/module/kexecguard/parameters/. The guard owns the values.
 *
 *	policy=strict|map|pin|observe or row=action,row=action...
 *	on_add= on_remove= on_online= on_offline= on_driver=
 *		unload|keep|report, and for on_offline also veto|release
 *	placement=off|unsafe|strict steer=0|1
 *	any_kernel=0|1, when it is loaded only
 *
 * arm64 has one more, mark_hotplug=0|1.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/moduleparam.h>
#include <linux/module.h>

#include "built.h"
#include "guard.h"
#include "mark.h"
#include "placement.h"
#include "steer.h"

static int policy_set(const char *text, const struct kernel_param *param)
{
	return kg_guard_set_policy(text);
}

static int policy_get(char *text, const struct kernel_param *param)
{
	struct kg_policy policy;
	int err;

	kg_guard_get_policy(&policy);
	err = kg_policy_format(&policy, text, KG_POLICY_TEXT);
	if (err)
		return err;
	return strlen(strcat(text, "\n"));
}

static const struct kernel_param_ops policy_ops = {
	.set = policy_set,
	.get = policy_get,
};

static int row_set(const char *text, const struct kernel_param *param)
{
	enum kg_row row = (enum kg_row)(unsigned long)param->arg;
	enum kg_action action;
	int err = kg_action_parse(text, &action);

	return err ? err : kg_guard_set_action(row, action);
}

static int row_get(char *text, const struct kernel_param *param)
{
	enum kg_row row = (enum kg_row)(unsigned long)param->arg;
	struct kg_policy policy;

	kg_guard_get_policy(&policy);
	return sprintf(text, "%s\n", kg_action_name(policy.action[row]));
}

static const struct kernel_param_ops row_ops = {
	.set = row_set,
	.get = row_get,
};

module_param_cb(policy, &policy_ops, NULL, 0644);
MODULE_PARM_DESC(policy, "strict (default), map, pin or observe");
module_param_cb(on_add, &row_ops, (void *)KG_ROW_ADD, 0644);
MODULE_PARM_DESC(on_add, "memory is added: unload, keep or report");
module_param_cb(on_remove, &row_ops, (void *)KG_ROW_REMOVE, 0644);
MODULE_PARM_DESC(on_remove, "memory is removed: unload, keep or report");
module_param_cb(on_online, &row_ops, (void *)KG_ROW_ONLINE, 0644);
MODULE_PARM_DESC(on_online, "memory goes online: unload, keep or report");
module_param_cb(on_offline, &row_ops, (void *)KG_ROW_OFFLINE, 0644);
MODULE_PARM_DESC(on_offline,
		 "memory goes offline: unload, keep, report, veto or release");
module_param_cb(on_driver, &row_ops, (void *)KG_ROW_DRIVER, 0644);
MODULE_PARM_DESC(on_driver,
		 "driver-managed memory does any of these: unload, keep or report");
module_param_cb(placement, &kg_placement_param, NULL, 0644);
MODULE_PARM_DESC(placement,
		 "segments that are refused: unsafe (default), strict or off");
module_param_named(steer, kg_steer_is_on, bool, 0644);
MODULE_PARM_DESC(steer,
		 "steer kexec_file_load() to safe memory (default)");
module_param_named(any_kernel, kg_built_is_forced, bool, 0444);
MODULE_PARM_DESC(any_kernel,
		 "run on a kernel whose types may differ from those built for");

#ifdef KG_ARCH_MARKS
module_param_cb(mark_hotplug, &kg_mark_param, NULL, 0644);
MODULE_PARM_DESC(mark_hotplug,
		 "show hot-added memory under another name in /proc/iomem");
#endif
