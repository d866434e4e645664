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

#include "loader/choice.h"
#include "loader/kernels.h"
#include "loader/refusal.h"
#include "loader/uki.h"
#include "out.h"

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

#define ADVICE "kexecguardctl load KERNEL --initrd INITRD\n"

static enum answer no_memory(const struct context *ctx)
{
	return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
}

static enum answer find_kernel(const struct context *ctx,
			       const struct image *image, char path[PATH_MAX],
			       const char **origin)
{
	struct utsname running;
	int err;

	if (image->newest) {
		*origin = "the usual places, the newest";
		err = kernel_find_newest(ctx, path);
	} else {
		*origin = "the usual places, for the running kernel";
		err = uname(&running) < 0 ? -errno :
		      kernel_find(ctx, running.release, path);
	}
	if (!err)
		return ANSWER_YES;
	return out_error(ctx, ANSWER_UNKNOWN, 0, ADVICE,
			 "found no kernel in the usual places");
}

/* Before the initial RAM disk is looked for, which would be the lesser cause. */
static enum answer check_kernel(const struct context *ctx, const char *kernel)
{
	struct explanation why;
	char path[PATH_MAX];

	if (path_join(path, ctx, kernel) && !access(path, R_OK))
		return ANSWER_YES;
	refusal_explain(ctx, -errno, &why);
	return out_explained(ctx, ANSWER_UNKNOWN, -errno, NULL, "%s: %s",
			     kernel, why.message);
}

static enum answer resolve_kernel(const struct context *ctx,
				  const struct image *image,
				  struct load_request *request)
{
	const char *origin = "the command line";
	char path[PATH_MAX];
	enum answer answer;

	if (image->kernel) {
		request->kernel = absolute_path(image->kernel);
	} else {
		answer = find_kernel(ctx, image, path, &origin);
		if (answer != ANSWER_YES)
			return answer;
		request->kernel = strdup(path);
	}
	if (!request->kernel)
		return no_memory(ctx);
	strcpy(request->origin, origin);
	return check_kernel(ctx, request->kernel);
}

static enum answer resolve_initrd(const struct context *ctx,
				  const struct image *image,
				  struct load_request *request)
{
	char path[PATH_MAX];

	if (image->no_initrd) {
		free(request->initrd);
		request->initrd = NULL;
		return ANSWER_YES;
	}
	if (image->initrd) {
		free(request->initrd);
		request->initrd = absolute_path(image->initrd);
	} else if (image->entry) {
		return ANSWER_YES;
	} else if (initrd_find(ctx, request->kernel, path)) {
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "kexecguardctl load KERNEL --initrd FILE\n"
				 "kexecguardctl load KERNEL --no-initrd\n",
				 "found no initrd that belongs to %s",
				 request->kernel);
	} else {
		request->initrd = strdup(path);
	}
	return request->initrd ? ANSWER_YES : no_memory(ctx);
}

static int take_apart(const struct context *ctx, struct boot_entry *entry)
{
	bool has_initrd;
	int err;

	err = uki_extract(ctx, entry->kernel, &has_initrd);
	if (err)
		return err;
	free(entry->kernel);
	free(entry->initrd);
	entry->kernel = strdup(UKI_KERNEL);
	entry->initrd = has_initrd ? strdup(UKI_INITRD) : NULL;
	return entry->kernel && (entry->initrd || !has_initrd) ? 0 : -ENOMEM;
}

static int complete_unified(const struct context *ctx, bool examine,
			    struct boot_entry *entry)
{
	char *line;
	int err;

	if (!entry->is_unified)
		return 0;
	err = uki_command_line(ctx, entry->kernel, &line);
	if (err)
		return err;
	/* Of an entry of type 1 that names the image. */
	if (entry->options && *entry->options) {
		free(line);
	} else {
		free(entry->options);
		entry->options = line;
	}
	return examine ? 0 : take_apart(ctx, entry);
}

static enum answer report_entry(const struct context *ctx,
				const struct image *image,
				const struct boot_entry *entry,
				const char *problem, int err)
{
	if (err == -ENOENT)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "the boot loader has no entry \"%s\", or none that this tool can read",
				 image->entry);
	if (err == -EOPNOTSUPP)
		return out_error(ctx, ANSWER_UNKNOWN, 0, ADVICE, "%s: %s",
				 entry->origin ?: image->entry, problem);
	if (err == -EPERM)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s decides what is booted, but not only root can change it; it is not used",
				 entry->origin ?: image->entry);
	if (err == -ENOEXEC)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s: it is not a unified kernel image",
				 entry->kernel);
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read the boot loader's entry \"%s\"",
			 image->entry);
}

/* Moves what the entry says to the request. */
static enum answer resolve_entry(const struct context *ctx,
				 const struct image *image,
				 struct load_request *request, char **options)
{
	const char *problem = NULL;
	struct boot_entry entry;
	enum answer answer = ANSWER_YES;
	int err;

	err = entry_choose(ctx, image->entry, &entry, &problem);
	if (!err)
		answer = check_kernel(ctx, entry.kernel);
	if (!err && answer == ANSWER_YES)
		err = complete_unified(ctx, image->examine, &entry);
	if (err)
		answer = report_entry(ctx, image, &entry, problem, err);
	if (answer == ANSWER_YES) {
		request->kernel = entry.kernel;
		request->initrd = entry.initrd;
		snprintf(request->origin, sizeof(request->origin), "%s",
			 entry.origin);
		*options = entry.options;
		entry.kernel = NULL;
		entry.initrd = NULL;
		entry.options = NULL;
	}
	entry_free(&entry);
	return answer;
}

/* @base: the command line that --append adds to; freed. */
static int compose_line(const struct image *image, char *base, char **line)
{
	int err = 0;

	switch (image->line) {
	case LINE_GIVEN:
		*line = strdup(image->command_line);
		err = *line ? 0 : -ENOMEM;
		break;
	case LINE_APPEND:
		if (asprintf(line, "%s%s%s", base, *base ? " " : "",
			     image->command_line) < 0)
			err = -ENOMEM;
		break;
	default:
		*line = base;
		return 0;
	}
	free(base);
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

	char *base = NULL;

	*request = (struct load_request){ 0 };
	if (image->entry)
		answer = resolve_entry(ctx, image, request, &base);
	else
		answer = resolve_kernel(ctx, image, request);
	if (answer == ANSWER_YES)
		answer = resolve_initrd(ctx, image, request);
	if (answer != ANSWER_YES) {
		free(base);
		return answer;
	}

	err = base || image->line == LINE_GIVEN ? 0 :
	      command_line_read(ctx, &base);
	if (!err)
		err = compose_line(image, base, &request->command_line);
	if (err) {
		request->command_line = NULL;
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the running kernel's command line");
	}
	return ANSWER_YES;
}
