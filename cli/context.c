// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See context.h.
 */
#include "context.h"

#include <limits.h>
#include <stdio.h>

/**
 * path_join() - a path of this machine, or below the sysroot
 * @path: where to put it, PATH_MAX bytes
 * @ctx: the context
 * @name: the path, absolute
 *
 * Return: false if it does not fit.
 */
bool path_join(char *path, const struct context *ctx, const char *name)
{
	int length = snprintf(path, PATH_MAX, "%s%s", ctx->sysroot, name);

	return length >= 0 && length < PATH_MAX;
}
