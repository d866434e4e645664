/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The protections (enum kexecguard_protection): which ones this kernel needs,
 * and which of those are not in force.
 */
#ifndef KG_PROTECTION_H
#define KG_PROTECTION_H

#include <linux/types.h>

/* The protections that this kernel needs. Context: any. */
u32 kg_protections_needed(void);

/*
 * Those of them that are not in force now; verifies each hook. Context:
 * process, sleeps; never in a notifier.
 */
u32 kg_protections_missing(void);

#endif /* KG_PROTECTION_H */
