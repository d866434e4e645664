// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See image.h.
 */
#include "loader/image.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "loader/kernels.h"
#include "out.h"

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* So that "reload" can use it from another directory. */
static char *absolute_path(const char *name)
{
	char directory[PATH_MAX], *path;

	if (*name == '/')
		return strdup(name);
	if (!getcwd(directory, sizeof(directory)) ||
	    asprintf(&path, "%s/%s", directory, name) < 0)
		return NULL;
	return path;
}

static enum answer resolve_kernel(const struct context *ctx, const char *named,
				  struct load_request *request)
{
	struct utsname running;
	char path[PATH_MAX];

	if (named) {
		request->kernel = absolute_path(named);
		request->origin = "the command line";
	} else {
		if (uname(&running) < 0 ||
		    kernel_find(ctx, running.release, path))
			return out_error(ctx, ANSWER_UNKNOWN, 0,
					 "kexecguardctl load KERNEL --initrd INITRD\n",
					 "found no kernel in the usual places");
		request->kernel = copy(path);
		request->origin = "the usual places, for the running kernel";
	}
	if (!request->kernel)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
	return ANSWER_YES;
}

static enum answer resolve_initrd(const struct context *ctx,
				  const struct image *image,
				  struct load_request *request)
{
	char path[PATH_MAX];

	if (image->no_initrd)
		return ANSWER_YES;

	if (image->initrd)
		request->initrd = absolute_path(image->initrd);
	else if (initrd_find(ctx, request->kernel, path))
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "kexecguardctl load KERNEL --initrd FILE\n"
				 "kexecguardctl load KERNEL --no-initrd\n",
				 "found no initrd that belongs to %s",
				 request->kernel);
	else
		request->initrd = copy(path);
	if (!request->initrd)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
	return ANSWER_YES;
}

static int compose_line(const struct context *ctx, const struct image *image,
			char **line)
{
	char *running;
	int err;

	if (image->line == LINE_GIVEN) {
		*line = copy(image->command_line);
		return *line ? 0 : -ENOMEM;
	}
	err = command_line_read(ctx, &running);
	if (err || image->line != LINE_APPEND) {
		*line = running;
		return err;
	}
	err = asprintf(line, "%s%s%s", running, *running ? " " : "",
		       image->command_line) < 0 ? -ENOMEM : 0;
	free(running);
	return err;
}

/**
 * image_resolve() - find out what to load
 * @ctx: the context
 * @image: its description
 * @request: where to put the answer; free it with load_request_free(), also
 *	after an error
 *
 * Reports its errors.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer image_resolve(const struct context *ctx, const struct image *image,
			  struct load_request *request)
{
	enum answer answer;
	int err;

	*request = (struct load_request){ 0 };
	answer = resolve_kernel(ctx, image->kernel, request);
	if (answer == ANSWER_YES)
		answer = resolve_initrd(ctx, image, request);
	if (answer != ANSWER_YES)
		return answer;

	err = compose_line(ctx, image, &request->command_line);
	if (err) {
		request->command_line = NULL;
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the running kernel's command line");
	}
	return ANSWER_YES;
}
