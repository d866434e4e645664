// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See wish.h. The wish is written before the image is unloaded, and looked for
 * after one was loaded; so whichever of the two comes last unloads.
 */
#include "wish.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "guard.h"
#include "knob.h"

/**
 * wish_none() - note that no image is wanted from now on
 * @ctx: the context
 *
 * Return: 0 or -errno.
 */
int wish_none(const struct context *ctx)
{
	char path[PATH_MAX], text[32];
	int err;

	if (!path_join(path, ctx, UNWANTED))
		return -ENAMETOOLONG;
	err = file_make_directory(path);
	if (err)
		return err;
	snprintf(text, sizeof(text), "%" PRId64 "\n", clock_now());
	return file_replace(path, text, 0644);
}

/**
 * wish_withdraw() - forget that no image was wanted
 * @ctx: the context
 *
 * Return: 0, also if there was no such wish, or -errno.
 */
int wish_withdraw(const struct context *ctx)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, UNWANTED))
		return -ENAMETOOLONG;
	if (unlink(path) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

/**
 * wish_is_none() - has somebody wanted no image
 * @ctx: the context
 * @since_ns: after this moment, nanoseconds of CLOCK_BOOTTIME
 *
 * Return: true if so; false also where nothing can be read.
 */
bool wish_is_none(const struct context *ctx, int64_t since_ns)
{
	char text[KNOB_LEN];

	knob_read(ctx, UNWANTED, text);
	return strtoll(text, NULL, 10) > since_ns;
}
