/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The default kernel, initial RAM disk and command line. Paths do not include
 * the sysroot.
 */
#ifndef CTL_KERNELS_H
#define CTL_KERNELS_H

#include "context.h"

int kernel_find(const struct context *ctx, const char *release, char *kernel);
int kernel_find_newest(const struct context *ctx, char *kernel);
int initrd_find(const struct context *ctx, const char *kernel, char *initrd);
int command_line_read(const struct context *ctx, char **command_line);
void command_line_strip(char *command_line);

#endif /* CTL_KERNELS_H */
