/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What is done to the loaded image when memory changes: one action a row, the
 * presets, and their names. Pure: it decides, and callers carry the decision
 * out.
 */
#ifndef KG_POLICY_H
#define KG_POLICY_H

#include "portable.h"

/**
 * enum kg_change - what happens to memory
 * @KG_CHANGE_ADD: it becomes part of the memory map
 * @KG_CHANGE_REMOVE: it leaves the memory map
 * @KG_CHANGE_ONLINE: the kernel begins to use it
 * @KG_CHANGE_OFFLINE: the kernel stops using it
 */
enum kg_change {
	KG_CHANGE_ADD,
	KG_CHANGE_REMOVE,
	KG_CHANGE_ONLINE,
	KG_CHANGE_OFFLINE,
};

/**
 * enum kg_row - a row of the policy; the first four are the changes
 * @KG_ROW_ADD: memory is added
 * @KG_ROW_REMOVE: memory is removed
 * @KG_ROW_ONLINE: memory goes online
 * @KG_ROW_OFFLINE: memory goes offline
 * @KG_ROW_DRIVER: any of them, of memory that a driver manages
 * @KG_NR_ROWS: number of rows
 */
enum kg_row {
	KG_ROW_ADD	= KG_CHANGE_ADD,
	KG_ROW_REMOVE	= KG_CHANGE_REMOVE,
	KG_ROW_ONLINE	= KG_CHANGE_ONLINE,
	KG_ROW_OFFLINE	= KG_CHANGE_OFFLINE,
	KG_ROW_DRIVER,
	KG_NR_ROWS,
};

/**
 * enum kg_action - what a row does
 * @KG_ACTION_UNLOAD: unload the image once the change has happened
 * @KG_ACTION_KEEP: keep the image, ignore the change
 * @KG_ACTION_REPORT: keep the image and report that it may be outdated
 * @KG_ACTION_VETO: refuse to take the image's own destination offline; for other
 *	memory unload. Row offline only.
 * @KG_ACTION_RELEASE: unload before the change begins, so that the image's own
 *	pages are not what stops it. Row offline only.
 * @KG_NR_ACTIONS: number of actions
 *
 * A policy that was never set up is all zero and unloads on everything.
 */
enum kg_action {
	KG_ACTION_UNLOAD,
	KG_ACTION_KEEP,
	KG_ACTION_REPORT,
	KG_ACTION_VETO,
	KG_ACTION_RELEASE,
	KG_NR_ACTIONS,
};

/**
 * struct kg_policy - the whole policy
 * @action: one action a row; each is legal for its row
 */
struct kg_policy {
	enum kg_action action[KG_NR_ROWS];
};

/* Longest text that kg_policy_format() writes, the final NUL included. */
#define KG_POLICY_TEXT	80

const char *kg_row_name(enum kg_row row);
const char *kg_action_name(enum kg_action action);
int kg_action_parse(const char *text, enum kg_action *action);

bool kg_policy_is_legal(enum kg_row row, enum kg_action action);
int kg_policy_set(struct kg_policy *policy, enum kg_row row,
		  enum kg_action action);
enum kg_action kg_policy_decide(const struct kg_policy *policy,
				enum kg_change change, bool driver_managed,
				bool overlaps_image);

const char *kg_preset_name(unsigned int index);
const char *kg_policy_preset(const struct kg_policy *policy);
int kg_policy_parse(const char *text, struct kg_policy *policy);
int kg_policy_format(const struct kg_policy *policy, char *text, size_t size);

#endif /* KG_POLICY_H */
