// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See choice.h.
 */
#include "choice.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kernels.h"
#include "out.h"

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* A path that "reload" understands from another directory, too. */
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
	} else {
		if (uname(&running) < 0 ||
		    kernel_find(ctx, running.release, path))
			return out_error(ctx, ANSWER_UNKNOWN, 0,
					 "kexecguardctl load KERNEL --initrd INITRD\n",
					 "found no kernel in the usual places");
		request->kernel = copy(path);
	}
	if (!request->kernel)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
	return ANSWER_YES;
}

static enum answer resolve_initrd(const struct context *ctx,
				  const struct choice *choice,
				  struct load_request *request)
{
	char path[PATH_MAX];

	if (choice->no_initrd)
		return ANSWER_YES;

	if (choice->initrd)
		request->initrd = absolute_path(choice->initrd);
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

static int compose_line(const struct context *ctx, const struct choice *choice,
			char **line)
{
	char *running;
	int err;

	if (choice->line == LINE_GIVEN) {
		*line = copy(choice->command_line);
		return *line ? 0 : -ENOMEM;
	}
	err = command_line_read(ctx, &running);
	if (err || choice->line != LINE_APPEND) {
		*line = running;
		return err;
	}
	err = asprintf(line, "%s%s%s", running, *running ? " " : "",
		       choice->command_line) < 0 ? -ENOMEM : 0;
	free(running);
	return err;
}

/**
 * choice_resolve() - find out what to load
 * @ctx: the context
 * @choice: what is said of it
 * @request: where to put the answer; free it with load_request_free(), also
 *	after an error
 *
 * An error has been printed when this returns.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer choice_resolve(const struct context *ctx,
			   const struct choice *choice,
			   struct load_request *request)
{
	enum answer answer;
	int err;

	*request = (struct load_request){ 0 };
	if (choice->no_initrd && choice->initrd)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "--initrd and --no-initrd exclude each other");
	answer = resolve_kernel(ctx, choice->kernel, request);
	if (answer == ANSWER_YES)
		answer = resolve_initrd(ctx, choice, request);
	if (answer != ANSWER_YES)
		return answer;

	err = compose_line(ctx, choice, &request->command_line);
	if (err) {
		request->command_line = NULL;
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the running kernel's command line");
	}
	return ANSWER_YES;
}
