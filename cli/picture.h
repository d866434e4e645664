/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The address space drawn in characters: lines of one address each, a letter
 * for each stretch of memory, long stretches without RAM left out.
 */
#ifndef CTL_PICTURE_H
#define CTL_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

int picture_print(const struct memory *memory, size_t width, bool colour);

#endif /* CTL_PICTURE_H */
