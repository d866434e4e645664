/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * May the loaded image run? Stricter than verdict.h, which judges whether it
 * fits the memory: its placement and its pages count too. Pure.
 */
#ifndef CTL_CHECK_H
#define CTL_CHECK_H

#include <kguard.h>

#include "context.h"

/**
 * struct check - the answer
 * @answer: the exit code
 * @reason: why, a sentence without a full stop
 */
struct check {
	enum answer answer;
	const char *reason;
};

struct check check_image(const struct kguard_status *status,
			 const struct kguard_record *record);

#endif /* CTL_CHECK_H */
