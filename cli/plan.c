// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See plan.h. The order: what this tool loaded, unless others have loaded
 * since; /etc/kexecguard.conf; the defaults of kexec-tools.
 */
#include "plan.h"

#include <errno.h>
#include <string.h>

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
			     const struct config *config, struct plan *plan)
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
	return choice_resolve(ctx, &choice, &plan->request);
}

#define ADVICE								\
	"kexecguardctl load    # once; from then on \"reload\" knows\n"	\
	"man kexecguard.conf   # kernel = ..., for images that others load\n"

static enum answer report_nothing(const struct context *ctx, bool is_foreign)
{
	if (is_foreign)
		return out_error(ctx, ANSWER_NO, 0, ADVICE,
				 "others loaded the image, and neither " CONFIG
				 " nor " KEXEC_DEFAULTS " tells how to do it again");
	return out_error(ctx, ANSWER_NO, 0, ADVICE,
			 "nothing is remembered to load again: no image was loaded with \"kexecguardctl load\" since boot, and neither "
			 CONFIG " nor " KEXEC_DEFAULTS " tells of one");
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

static enum answer plan_configured(const struct context *ctx,
				   const struct config *config,
				   struct plan *plan, bool is_foreign)
{
	struct config defaults = { 0 };
	struct config_error error;
	enum answer answer;
	int err;

	if (config->kernel)
		return plan_from(ctx, config, plan);
	err = kexec_defaults_read(ctx, &defaults, &error);
	if (!err)
		answer = plan_from(ctx, &defaults, plan);
	else if (err == -ENOENT)
		answer = report_nothing(ctx, is_foreign);
	else
		answer = config_error_report(ctx, err, &error);
	config_free(&defaults);
	return answer;
}

/**
 * plan_make() - find out what to load
 * @ctx: the context
 * @guard: the device
 * @config: the configuration
 * @plan: where to put the answer; free its request, also after an error
 *
 * An error has been printed when this returns.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer plan_make(const struct context *ctx, struct kguard *guard,
		      const struct config *config, struct plan *plan)
{
	bool foreign = false;
	int err;

	*plan = (struct plan){ 0 };
	err = remember_read(ctx, &plan->request);
	if (err && err != -ENOENT)
		return report_unbelievable(ctx, err);
	if (!err) {
		if (lease_is_over(&plan->request))
			return out_error(ctx, ANSWER_NO, 0, NULL,
					 "the image's lease is over");
		err = load_is_foreign(guard, &plan->request, &foreign);
		if (err)
			return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
					 "cannot read the guard's state");
		if (!foreign)
			return ANSWER_YES;
		load_request_free(&plan->request);
	}
	return plan_configured(ctx, config, plan, foreign);
}
