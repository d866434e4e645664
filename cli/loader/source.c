// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See source.h.
 */
#include "loader/source.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "loader/image.h"
#include "out.h"

static enum answer resolve_config(const struct context *ctx,
				  const struct config *config, bool examine,
				  struct load_request *request)
{
	struct image image = {
		.examine = examine,
		.kernel = config->kernel,
		.entry = config->entry,
		.initrd = config->initrd,
		.command_line = config->command_line ?: config->append,
	};

	image.newest = image.kernel &&
		       !strcmp(image.kernel, CONFIG_NEWEST_KERNEL);
	if (image.newest || (image.kernel &&
			     !strcmp(image.kernel, CONFIG_DEFAULT_KERNEL)))
		image.kernel = NULL;
	if (image.initrd && !strcmp(image.initrd, CONFIG_NO_INITRD)) {
		image.initrd = NULL;
		image.no_initrd = true;
	}
	if (image.command_line)
		image.line = config->command_line ? LINE_GIVEN : LINE_APPEND;
	return image_resolve(ctx, &image, request);
}

#define ADVICE								\
	"kexecguardctl load    # once; \"reload\" remembers it\n"	\
	"man kexecguard.conf   # kernel = ... or reload_command = ..., for images that other programs load\n"

#define DEBIAN_COMMAND "kexec-load-kernel"
#define DEBIAN_ADVICE							\
	"echo 'reload_command = " DEBIAN_COMMAND "' >>" CONFIG "\n"

/**
 * source_advice() - what to type if it is unknown what to load
 * @ctx: the context
 *
 * Return: one command a line.
 */
const char *source_advice(const struct context *ctx)
{
	char path[PATH_MAX];

	if (path_join(path, ctx, "/usr/sbin/" DEBIAN_COMMAND) &&
	    !access(path, X_OK))
		return ADVICE DEBIAN_ADVICE;
	return ADVICE;
}

static enum answer report_invalid(const struct context *ctx, int err)
{
	if (err == -EBADMSG)
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "ls -l " REMEMBERED "\n"
				 "rm " REMEMBERED "\n"
				 "kexecguardctl load\n",
				 REMEMBERED " was not written by this tool, or not only root can change it; it is not used");
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read " REMEMBERED);
}

static enum answer use_command(const struct context *ctx, const char *command,
			       struct load_request *request)
{
	request->command = strdup(command);
	if (request->command)
		return ANSWER_YES;
	return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL,
			 "cannot load it again");
}

static enum answer use_config(const struct context *ctx,
			      const struct config *config, bool examine,
			      struct load_request *request, bool *is_known)
{
	*is_known = config->kernel || config->entry || config->reload_command;
	if (config->kernel || config->entry)
		return resolve_config(ctx, config, examine, request);
	if (config->reload_command)
		return use_command(ctx, config->reload_command, request);
	return ANSWER_YES;
}

/**
 * source_find() - find out what to load
 * @ctx: the context
 * @guard: the device
 * @config: the configuration
 * @examine: only find out what it is; copy nothing out of an image
 * @request: where to put the answer; free it, also after an error
 * @is_known: set to false, and @request left empty, if no source says
 *
 * Reports its errors.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer source_find(const struct context *ctx, struct kguard *guard,
			const struct config *config, bool examine,
			struct load_request *request, bool *is_known)
{
	bool foreign = false;
	enum answer answer;
	int err;

	*is_known = true;
	err = remember_read(ctx, request);
	if (err && err != -ENOENT)
		return report_invalid(ctx, err);
	if (!err) {
		if (lease_is_over(request))
			return out_error(ctx, ANSWER_NO, 0, NULL,
					 "the image's lease is over");
		err = load_is_foreign(guard, request, &foreign);
		if (err)
			return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
					 "cannot read the guard's state");
		if (!foreign) {
			strcpy(request->origin, REMEMBERED);
			return ANSWER_YES;
		}
		load_request_free(request);
	}
	answer = use_config(ctx, config, examine, request, is_known);
	strcpy(request->origin, CONFIG);
	return answer;
}
