/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of the boot loader's entries is meant.
 */
#ifndef CTL_CHOICE_H
#define CTL_CHOICE_H

#include "loader/entries.h"

#define ENTRY_DEFAULT "default"

int entry_choose(const struct context *ctx, const char *wanted,
		 struct boot_entry *entry, const char **problem);

#endif /* CTL_CHOICE_H */
