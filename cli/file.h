/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and replacing files: the first line of a small one, as in /proc and
 * /sys; all of one that must be trusted, as it decides what root boots next.
 */
#ifndef CTL_FILE_H
#define CTL_FILE_H

#include <sys/types.h>

#include "context.h"

/* Suffices for the first line of any file of /proc and /sys read here. */
#define LINE_LEN 128

#define TEXT_LIMIT (256 * 1024)

ssize_t file_read_line(const struct context *ctx, const char *name, char *text,
		       size_t size);
bool file_line_is(const struct context *ctx, const char *name,
		  const char *value);

int file_read_trusted(const struct context *ctx, const char *name, int flags,
		      char **text, size_t *length);
int file_make_parent(const char *path);
int file_replace(const char *path, const char *text, mode_t mode);

#endif /* CTL_FILE_H */
