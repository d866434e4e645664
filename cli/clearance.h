/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * May the loaded image run? Stricter than verdict.h, which says whether it fits
 * the memory: here its places and its pages count, too. Pure.
 */
#ifndef CTL_CLEARANCE_H
#define CTL_CLEARANCE_H

#include "guard.h"

/**
 * struct clearance - the answer
 * @answer: the exit code
 * @reason: why, a sentence without a full stop
 */
struct clearance {
	enum answer answer;
	const char *reason;
};

struct clearance clearance_of(const struct kguard_status *status,
		      const struct kguard_record *record);

#endif /* CTL_CLEARANCE_H */
