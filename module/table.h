/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hook table: which kernel functions are replaced, by what, and what is
 * lost where that is not possible.
 */
#ifndef KG_TABLE_H
#define KG_TABLE_H

#include "hook.h"

enum kg_hook_id {
	KG_HOOK_CANARY,
	KG_HOOK_EXEC,
	KG_HOOK_LOAD,
	KG_HOOK_FILE_LOAD,
	KG_HOOK_PREPARE,
	KG_HOOK_SEGMENT,
	KG_HOOK_TERMINATE,
	KG_HOOK_STEER,
	KG_HOOK_ADD,
	KG_HOOK_REMOVE,
	KG_HOOK_OFFLINE,
	KG_HOOK_MEMORY_FAILURE,
	KG_HOOK_SOFT_OFFLINE,
	KG_NR_HOOKS,
};

extern struct kg_hook kg_table[KG_NR_HOOKS];

/**
 * kg_table_arm() - arm all hooks that this kernel needs
 *
 * Return: 0, also if some are missing; -EOPNOTSUPP if nothing can be hooked.
 * Context: process, sleeps; module init only.
 */
int kg_table_arm(void);

/* Give all functions back. Context: process, sleeps. */
void kg_table_disarm(void);

/* Bits of enum kexecguard_protection that this kernel needs. */
u32 kg_table_needed(void);

/* Those of them that are not in force now; verifies each hook. */
u32 kg_table_missing(void);

#endif /* KG_TABLE_H */
