/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole files: read only if they can be trusted with what root boots next, and
 * replaced in one step.
 */
#ifndef CTL_FILE_H
#define CTL_FILE_H

#include <sys/types.h>

#include "command.h"

#define TEXT_LIMIT (64 * 1024)

int trusted_read(const struct context *ctx, const char *name, int flags,
		 char **text, size_t *length);
int file_make_directory(const char *path);
int file_replace(const char *path, const char *text, mode_t mode);

#endif /* CTL_FILE_H */
