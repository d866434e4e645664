/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a loader that chooses for itself may choose.
 */
#ifndef CTL_BOUNDS_H
#define CTL_BOUNDS_H

#include "guard.h"

/**
 * struct bounds - where an image may be placed
 * @start: first byte
 * @end: first byte behind; 0 for no bounds
 */
struct bounds {
	uint64_t start;
	uint64_t end;
};

void bounds_find(struct kguard *guard, struct bounds *bounds);
void bounds_of(const struct kguard_windows *windows, struct bounds *bounds);

#endif /* CTL_BOUNDS_H */
