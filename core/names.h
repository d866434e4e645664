/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The names of the ABI's constants, as the kernel log, sysfs, uevents, traces
 * and the tool print them.
 */
#ifndef KG_NAMES_H
#define KG_NAMES_H

#include <linux/kexecguard.h>

#include "portable.h"

/* Size of the longest name of a cause, the final NUL included. */
#define KG_CAUSE_NAME	16

const char *kg_class_name(u32 class);
const char *kg_reason_name(u32 reason);
const char *kg_level_name(enum kexecguard_level level);
const char *kg_protection_name(u32 protection);
const char *kg_hook_state_name(enum kexecguard_hook_state state);
const char *kg_cause_name(enum kexecguard_cause cause);

#endif /* KG_NAMES_H */
