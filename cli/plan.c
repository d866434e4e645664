// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See plan.h. The order: what this tool loaded, unless others have loaded
 * since; then /etc/kexecguard.conf.
 */
#include "plan.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "choice.h"
#include "lease.h"
#include "out.h"

/**
 * config_error_report() - say what is wrong with a configuration file
 * @ctx: the context
 * @err: what reading it returned
 * @error: where and what
 *
 * Return: the exit code.
 */
enum answer config_error_report(const struct context *ctx, int err,
				const struct config_error *error)
{
	if (err == -EPERM)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s decides what is booted, and others than root can change it; it is not used",
				 error->file);
	if (err != -EBADMSG)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read %s", error->file);
	if (!error->line)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL, "%s: %s",
				 error->file, error->message);
	return out_error(ctx, ANSWER_UNKNOWN, 0, NULL, "%s:%u: %s",
			 error->file, error->line, error->message);
}

static enum answer plan_from(const struct context *ctx,
			     const struct config *config,
			     struct load_request *request)
{
	struct choice choice = {
		.kernel = config->kernel,
		.initrd = config->initrd,
		.command_line = config->command_line ?: config->append,
	};

	if (!strcmp(choice.kernel, CONFIG_DEFAULT_KERNEL))
		choice.kernel = NULL;
	if (choice.initrd && !strcmp(choice.initrd, CONFIG_NO_INITRD)) {
		choice.initrd = NULL;
		choice.no_initrd = true;
	}
	if (choice.command_line)
		choice.line = config->command_line ? LINE_GIVEN : LINE_APPEND;
	return choice_resolve(ctx, &choice, request);
}

#define ADVICE								\
	"kexecguardctl load    # once; from then on \"reload\" knows\n"	\
	"man kexecguard.conf   # kernel = ... or reload_command = ..., for images that others load\n"

#define DEBIAN_COMMAND "kexec-load-kernel"
#define DEBIAN_ADVICE							\
	"echo 'reload_command = " DEBIAN_COMMAND "' >>" CONFIG "\n"

/**
 * plan_advice() - what to type where nobody tells what to load
 * @ctx: the context
 *
 * Return: lines.
 */
const char *plan_advice(const struct context *ctx)
{
	char path[PATH_MAX];

	if (path_join(path, ctx, "/usr/sbin/" DEBIAN_COMMAND) &&
	    !access(path, X_OK))
		return ADVICE DEBIAN_ADVICE;
	return ADVICE;
}

static enum answer report_unbelievable(const struct context *ctx, int err)
{
	if (err == -EBADMSG)
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "ls -l " REMEMBERED "\n"
				 "rm " REMEMBERED "\n"
				 "kexecguardctl load\n",
				 REMEMBERED " is not a file that this tool wrote and only root can change; it is not used");
	return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
			 "cannot read " REMEMBERED);
}

static enum answer plan_command(const struct context *ctx, const char *command,
				struct load_request *request)
{
	request->command = strdup(command);
	if (request->command)
		return ANSWER_YES;
	return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL,
			 "cannot load it again");
}

static enum answer plan_configured(const struct context *ctx,
				   const struct config *config,
				   struct load_request *request,
				   bool *is_known)
{
	*is_known = config->kernel || config->reload_command;
	if (config->kernel)
		return plan_from(ctx, config, request);
	if (config->reload_command)
		return plan_command(ctx, config->reload_command, request);
	return ANSWER_YES;
}

/**
 * plan_make() - find out what to load
 * @ctx: the context
 * @guard: the device
 * @config: the configuration
 * @request: where to put the answer; free it, also after an error
 * @is_known: set to whether anybody tells; if not, @request is empty
 *
 * An error has been printed when this returns.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer plan_make(const struct context *ctx, struct kguard *guard,
		      const struct config *config,
		      struct load_request *request, bool *is_known)
{
	bool foreign = false;
	int err;

	*is_known = true;
	err = remember_read(ctx, request);
	if (err && err != -ENOENT)
		return report_unbelievable(ctx, err);
	if (!err) {
		if (lease_is_over(request))
			return out_error(ctx, ANSWER_NO, 0, NULL,
					 "the image's lease is over");
		err = load_is_foreign(guard, request, &foreign);
		if (err)
			return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
					 "cannot read the guard's state");
		if (!foreign)
			return ANSWER_YES;
		load_request_free(request);
	}
	return plan_configured(ctx, config, request, is_known);
}
