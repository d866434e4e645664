// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The names of the ABI's constants. Pure: the kernel, the library and the tests
 * compile this file, and it calls nothing outside itself.
 */
#include "names.h"
#include "window.h"

/* A row of a table by the one bit that it stands for. */
#define ROW(bit)	[__builtin_ctz(bit)]

/* The value of a row, NULL where there is none. */
#define AT(table, index)						\
	((size_t)(index) < sizeof(table) / sizeof((table)[0]) ?	\
	 (table)[index] : NULL)

static const char *const class_names[] = {
	ROW(KEXECGUARD_RAM)		= "ram",
	ROW(KEXECGUARD_FIRMWARE)	= "firmware",
	ROW(KEXECGUARD_HOTADDED)	= "hot-added",
	ROW(KEXECGUARD_HOTPLUGGABLE)	= "hot-pluggable",
	ROW(KEXECGUARD_DRIVER)		= "driver",
	ROW(KEXECGUARD_OFFLINE)		= "offline",
	ROW(KEXECGUARD_MOVABLE)		= "movable",
	ROW(KEXECGUARD_RESERVED)	= "reserved",
	ROW(KEXECGUARD_CRASH)		= "crash",
	ROW(KEXECGUARD_KERNEL)		= "kernel",
	ROW(KEXECGUARD_NOMAP)		= "nomap",
	ROW(KEXECGUARD_SCRATCH)		= "kho-scratch",
	ROW(KEXECGUARD_PRESERVED)	= "kho-preserved",
	ROW(KEXECGUARD_UNACCEPTED)	= "unaccepted",
};

/* For most classes absence matters only where the class could not be read. */
static const char *const absence_names[] = {
	ROW(KEXECGUARD_RAM)		= "not-ram",
	ROW(KEXECGUARD_FIRMWARE)	= "not-firmware",
	ROW(KEXECGUARD_HOTADDED)	= "hot-added-unknown",
	ROW(KEXECGUARD_HOTPLUGGABLE)	= "hot-pluggable-unknown",
	ROW(KEXECGUARD_DRIVER)		= "driver-unknown",
	ROW(KEXECGUARD_OFFLINE)		= "offline-unknown",
	ROW(KEXECGUARD_MOVABLE)		= "movable-unknown",
	ROW(KEXECGUARD_RESERVED)	= "reserved-unknown",
	ROW(KEXECGUARD_CRASH)		= "crash-unknown",
	ROW(KEXECGUARD_KERNEL)		= "kernel-unknown",
	ROW(KEXECGUARD_NOMAP)		= "nomap-unknown",
	ROW(KEXECGUARD_SCRATCH)		= "not-kho-scratch",
	ROW(KEXECGUARD_PRESERVED)	= "kho-preserved-unknown",
	ROW(KEXECGUARD_UNACCEPTED)	= "unaccepted-unknown",
};

static const char *const level_names[] = {
	[KEXECGUARD_UNSAFE]	= "unsafe",
	[KEXECGUARD_REMOVABLE]	= "removable",
	[KEXECGUARD_SAFE]	= "safe",
	[KEXECGUARD_UNKNOWN]	= "unknown",
};

static const char *const protection_names[] = {
	ROW(KEXECGUARD_PROTECT_UNLOAD)		= "unload",
	ROW(KEXECGUARD_PROTECT_EXEC)		= "exec",
	ROW(KEXECGUARD_PROTECT_LOAD)		= "load",
	ROW(KEXECGUARD_PROTECT_FILE_LOAD)	= "file-load",
	ROW(KEXECGUARD_PROTECT_LATE_LOAD)	= "late-load",
	ROW(KEXECGUARD_PROTECT_ADD)		= "add",
	ROW(KEXECGUARD_PROTECT_REMOVE)		= "remove",
	ROW(KEXECGUARD_PROTECT_ONLINE)		= "online",
	ROW(KEXECGUARD_PROTECT_RELEASE)		= "release",
	ROW(KEXECGUARD_PROTECT_RECORD)		= "record",
	ROW(KEXECGUARD_PROTECT_PLACE)		= "place",
	ROW(KEXECGUARD_PROTECT_STEER)		= "steer",
	ROW(KEXECGUARD_PROTECT_AUDIT)		= "audit",
	ROW(KEXECGUARD_PROTECT_POISON)		= "poison",
};

static const char *const hook_state_names[] = {
	[KEXECGUARD_HOOK_UNUSED]	= "unused",
	[KEXECGUARD_HOOK_ARMED]		= "armed",
	[KEXECGUARD_HOOK_MISSING]	= "missing",
	[KEXECGUARD_HOOK_DEAD]		= "dead",
};

static const char *const cause_names[] = {
	[KEXECGUARD_CAUSE_ADD]		= "add",
	[KEXECGUARD_CAUSE_REMOVE]	= "remove",
	[KEXECGUARD_CAUSE_ONLINE]	= "online",
	[KEXECGUARD_CAUSE_OFFLINE]	= "offline",
	[KEXECGUARD_CAUSE_LOAD]		= "load",
	[KEXECGUARD_CAUSE_UNLOAD]	= "unload",
	[KEXECGUARD_CAUSE_GUARD_UNLOAD]	= "guard-unload",
	[KEXECGUARD_CAUSE_LOAD_REFUSED]	= "load-refused",
	[KEXECGUARD_CAUSE_EXEC_REFUSED]	= "exec-refused",
	[KEXECGUARD_CAUSE_VETO]		= "veto",
	[KEXECGUARD_CAUSE_EXEC]		= "exec",
	[KEXECGUARD_CAUSE_EXEC_FAILED]	= "exec-failed",
	[KEXECGUARD_CAUSE_PAGE_LOST]	= "page-lost",
	[KEXECGUARD_CAUSE_HOLD]		= "hold",
	[KEXECGUARD_CAUSE_HOLD_ENDED]	= "hold-ended",
};

static bool is_one_bit(u32 bits)
{
	return bits && !(bits & (bits - 1));
}

/**
 * kg_class_name - the name of a class
 * @class: one bit
 *
 * Return: the name, NULL if @class is not exactly one class.
 */
const char *kg_class_name(u32 class)
{
	return is_one_bit(class) ? AT(class_names, __builtin_ctz(class)) : NULL;
}

/**
 * kg_reason_name - the name of a reason
 * @reason: one bit of a reasons mask
 *
 * Return: the name, NULL if @reason is not exactly one reason.
 */
const char *kg_reason_name(u32 reason)
{
	switch (reason) {
	case KG_TAKEN:
		return "taken";
	case KG_SMALL:
		return "too-small";
	case KEXECGUARD_POISONED:
		return "poisoned";
	case KEXECGUARD_UNBACKED:
		return "unbacked";
	default:
		break;
	}
	if (!is_one_bit(reason))
		return NULL;
	if (reason < KG_WITHOUT(1))
		return kg_class_name(reason);
	return AT(absence_names, __builtin_ctz(reason) -
				 KEXECGUARD_WITHOUT_SHIFT);
}

/**
 * kg_level_name - the name of a level
 * @level: the level
 *
 * Return: the name, NULL for a value that is no level.
 */
const char *kg_level_name(enum kexecguard_level level)
{
	return AT(level_names, level);
}

/**
 * kg_protection_name - the name of a protection
 * @protection: one bit
 *
 * Return: the name, NULL if @protection is not exactly one protection.
 */
const char *kg_protection_name(u32 protection)
{
	return is_one_bit(protection) ?
	       AT(protection_names, __builtin_ctz(protection)) : NULL;
}

/**
 * kg_hook_state_name - the name of a hook's state
 * @state: the state
 *
 * Return: the name, NULL for a value that is no state.
 */
const char *kg_hook_state_name(enum kexecguard_hook_state state)
{
	return AT(hook_state_names, state);
}

/**
 * kg_cause_name - the name of an event's cause
 * @cause: the cause
 *
 * Return: the name, NULL for a value that is no cause, 0 among them.
 */
const char *kg_cause_name(enum kexecguard_cause cause)
{
	return AT(cause_names, cause);
}
