/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hook table: which kernel functions are replaced, by what, and what is
 * lost where that is not possible.
 */
#ifndef KG_TABLE_H
#define KG_TABLE_H

#include "hook.h"

/* The promises, one bit each; the numbers are the device's. */
enum kg_protection {
	KG_PROTECT_UNLOAD	= 1 << 0,
	KG_PROTECT_EXEC		= 1 << 1,
	KG_PROTECT_LOAD		= 1 << 2,
	KG_PROTECT_FILE_LOAD	= 1 << 3,
	KG_PROTECT_LATE_LOAD	= 1 << 4,
	KG_PROTECT_ADD		= 1 << 5,
	KG_PROTECT_REMOVE	= 1 << 6,
	KG_PROTECT_ONLINE	= 1 << 7,
	KG_PROTECT_RELEASE	= 1 << 8,
	KG_PROTECT_RECORD	= 1 << 9,
	KG_PROTECT_PLACE	= 1 << 10,
	KG_PROTECT_STEER	= 1 << 11,
	KG_PROTECT_AUDIT	= 1 << 12,
	KG_PROTECT_POISON	= 1 << 13,
};

#define KG_NR_PROTECTIONS	14

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

/* Bits of enum kg_protection that this kernel needs. */
u32 kg_table_needed(void);

/* Those of them that are not in force now; verifies each hook. */
u32 kg_table_missing(void);

const char *kg_protection_name(unsigned int bit);

#endif /* KG_TABLE_H */
