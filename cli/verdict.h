/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is the loaded image good? The one place that decides, for all verbs. Pure.
 */
#ifndef CTL_VERDICT_H
#define CTL_VERDICT_H

#include <kguard.h>

#include "context.h"

/**
 * enum verdict - what can be said of the normal image
 * @VERDICT_UNKNOWN: one is loaded; whether it fits the memory is unknown
 * @VERDICT_VALID: one is loaded and fits the memory
 * @VERDICT_NONE: none is loaded
 * @VERDICT_CHANGING: memory is changing, kexec would be refused
 * @VERDICT_OUTDATED: one is loaded that no longer fits the memory
 * @VERDICT_UNSAFE: one is loaded where it would corrupt or hang
 */
enum verdict {
	VERDICT_UNKNOWN,
	VERDICT_VALID,
	VERDICT_NONE,
	VERDICT_CHANGING,
	VERDICT_OUTDATED,
	VERDICT_UNSAFE,
};

enum verdict verdict_of(const struct kguard_status *status,
			const struct kguard_record *record);
const char *verdict_name(enum verdict verdict);
const char *verdict_reason(enum verdict verdict,
			   const struct kguard_status *status,
			   const struct kguard_record *record);
enum answer verdict_answer(enum verdict verdict);

#endif /* CTL_VERDICT_H */
