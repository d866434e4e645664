// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See loading.h.
 */
#include "loader/loading.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loader/refusal.h"
#include "out.h"

/* Unload requests newer than this cancel the load. */
struct wanted {
	const struct context *ctx;
	int64_t since_ns;
};

static bool is_hopeless(const struct context *ctx,
			const struct load_request *request)
{
	enum obstacle obstacle = obstacle_find(ctx);

	return obstacle_is_final(obstacle) ||
	       (obstacle == OBSTACLE_LOCKDOWN && !request->command &&
		signature_is_missing(ctx, request->kernel));
}

static int check_wanted(void *data)
{
	const struct wanted *wanted = data;

	return unwanted_since(wanted->ctx, wanted->since_ns) ? -ESRCH : 0;
}

static int run(const struct context *ctx, const struct load_job *job,
	       struct kguard_loader *loader)
{
	const struct load_request *request = job->request;
	struct wanted wanted = { ctx, job->wanted_ns };

	kguard_loader_set_root(loader, ctx->sysroot);
	if (request->command)
		kguard_loader_set_command(loader, request->command);
	else
		kguard_loader_set_files(loader, request->kernel,
					request->initrd,
					request->command_line);
	kguard_loader_set_settle(loader, job->settle_ns);
	kguard_loader_set_timeout(loader, job->timeout_ns);
	kguard_loader_set_yields(loader, job->yields);
	kguard_loader_set_check(loader, check_wanted, &wanted);
	return kguard_loader_run(loader, ctx->guard);
}

/**
 * load_confirmed() - load an image, confirm that it fits, and remember it
 * @ctx: the context, with the device
 * @job: what to load and how; when it was loaded is noted in its request
 * @outcome: where to put how it went, for load_error() or load_report(); free
 *	it with load_outcome_free(), also after an error
 *
 * A request with a command is not remembered.
 *
 * Return: 0; -ESRCH an unload was requested; other errors of
 * kguard_loader_run().
 */
int load_confirmed(const struct context *ctx, const struct load_job *job,
		   struct load_outcome *outcome)
{
	int err;

	*outcome = (struct load_outcome){ 0 };
	if (is_hopeless(ctx, job->request))
		return -EPERM;
	err = kguard_loader_new(&outcome->loader);
	if (err)
		return err;
	err = run(ctx, job, outcome->loader);
	job->request->loaded_ns =
		kguard_loader_get_loaded_ns(outcome->loader);
	if (err || job->request->command)
		return err;

	err = remember_write(ctx, job->request);
	outcome->is_remembered = !err;
	if (err)
		fprintf(stderr, "kexecguardctl: the image is loaded, but cannot be remembered for \"reload\": "
			REMEMBERED ": %s\n", strerror(-err));
	return 0;
}

/**
 * load_outcome_free() - free what load_confirmed() returned
 * @outcome: the outcome; may be empty
 */
void load_outcome_free(struct load_outcome *outcome)
{
	kguard_loader_free(outcome->loader);
	outcome->loader = NULL;
}

static enum answer report_error(const struct context *ctx, const char *culprit,
				const char *complaint, int err)
{
	struct explanation why;

	refusal_explain(ctx, err, &why);
	return out_explained(ctx, why.answer, err, why.advice, "%s: %s%s%s",
			     culprit, why.message, *complaint ? ": " : "",
			     complaint);
}

/**
 * load_error() - report why load_confirmed() failed
 * @ctx: the context
 * @request: what was to be loaded
 * @outcome: what it wrote there
 * @err: what it returned
 *
 * Return: the exit code.
 */
enum answer load_error(const struct context *ctx,
		       const struct load_request *request,
		       const struct load_outcome *outcome, int err)
{
	if (!outcome->loader)
		return report_error(ctx, request->command ?: request->kernel,
				    "", err);
	return report_error(ctx, kguard_loader_get_culprit(outcome->loader),
			    kguard_loader_get_complaint(outcome->loader), err);
}

static int read_changing(struct kguard *guard, bool *is_changing)
{
	struct kguard_status *status;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*is_changing = kguard_status_is_changing(status);
	kguard_status_free(status);
	return 0;
}

/* Probing the syscall could use up a load limit: ask the guard instead. */
static int has_file_load(struct kguard *guard, bool *has)
{
	struct kguard_info *info;
	int err;

	err = kguard_get_info(guard, &info);
	if (err)
		return err;
	*has = kguard_info_get_protections(info) &
	       KEXECGUARD_PROTECT_FILE_LOAD;
	kguard_info_free(info);
	return 0;
}

static void dry_run_json(const struct load_request *request, bool is_changing,
			 const char *syscall)
{
	struct json_object *document = json_document();

	json_add_string(document, "result", "would-load");
	json_add_string(document, "origin", request->origin);
	json_add_string(document, "kernel", request->kernel);
	json_add_string(document, "initrd", request->initrd);
	json_add_string(document, "command_line", request->command_line);
	json_add_string(document, "command", request->command);
	json_add_string(document, "syscall", syscall);
	json_add_bool(document, "changing", is_changing);
	out_json(document);
}

static void dry_run_text(const struct load_request *request, bool is_changing,
			 const char *syscall)
{
	if (request->command)
		printf("Would run:    %s\n", request->command);
	else
		printf("Would load:   %s\n"
		       "Initrd:       %s\n"
		       "Command line: %s\n"
		       "Syscall:      %s%s\n", request->kernel,
		       request->initrd ?: "none",
		       *request->command_line ? request->command_line :
						"empty",
		       syscall, strcmp(syscall, "kexec_load") ?
		       "" : ", by kexec-tools");
	printf("Named by:     %s\n", request->origin);
	if (is_changing)
		puts("Memory is changing: the load would wait for that to end.");
}

static int check_readable(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, name))
		return -ENAMETOOLONG;
	return access(path, R_OK) ? -errno : 0;
}

/**
 * load_find_unreadable() - can the files be read
 * @ctx: the context
 * @request: what to load
 * @culprit: where to put the file that cannot
 *
 * Return: 0, also for a command; -errno.
 */
int load_find_unreadable(const struct context *ctx,
			 const struct load_request *request,
			 const char **culprit)
{
	int err;

	if (request->command)
		return 0;
	*culprit = request->kernel;
	err = check_readable(ctx, request->kernel);
	if (err || !request->initrd)
		return err;
	*culprit = request->initrd;
	return check_readable(ctx, request->initrd);
}

static enum answer dry_run(const struct context *ctx,
			   const struct load_request *request)
{
	bool is_changing, has_syscall;
	const char *syscall;
	int err;

	err = read_changing(ctx->guard, &is_changing);
	if (!err)
		err = has_file_load(ctx->guard, &has_syscall);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's state");
	syscall = has_syscall ? "kexec_file_load" : "kexec_load";
	if (ctx->json)
		dry_run_json(request, is_changing,
			     request->command ? NULL : syscall);
	else
		dry_run_text(request, is_changing, syscall);
	return ANSWER_YES;
}

/**
 * load_dry_run() - report what would be loaded, or why nothing can be
 * @ctx: the context
 * @request: what to load
 *
 * Finds what can be found out without a load: a missing file, and all that
 * makes the kernel refuse every load.
 *
 * Return: the exit code that the load would have.
 */
enum answer load_dry_run(const struct context *ctx,
			 const struct load_request *request)
{
	const char *culprit = request->command ?: request->kernel;
	int err;

	if (is_hopeless(ctx, request) ||
	    obstacle_find(ctx) == OBSTACLE_PRIVILEGE)
		return report_error(ctx, culprit, "", -EPERM);
	err = load_find_unreadable(ctx, request, &culprit);
	if (err)
		return report_error(ctx, culprit, "", err);
	return dry_run(ctx, request);
}

static void report_json(const struct load_request *request,
			const struct load_outcome *outcome)
{
	const struct kguard_loader *loader = outcome->loader;
	struct json_object *document = json_document();

	json_add_string(document, "result", "loaded");
	json_add_string(document, "kernel", request->kernel);
	json_add_string(document, "initrd", request->initrd);
	json_add_string(document, "command_line", request->command_line);
	json_add_string(document, "command", request->command);
	json_add_u64(document, "generation",
		     kguard_loader_get_generation(loader));
	json_add_u64(document, "attempts", kguard_loader_get_attempts(loader));
	if (!request->command)
		json_add_string(document, "syscall",
				kguard_loader_is_by_tools(loader) ?
				"kexec_load" : "kexec_file_load");
	json_add_bool(document, "remembered", outcome->is_remembered);
	out_json(document);
}

/**
 * load_report() - report what was loaded
 * @ctx: the context
 * @request: what was loaded
 * @outcome: how it went
 */
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome)
{
	const struct kguard_loader *loader = outcome->loader;

	report_note(ctx, "loaded", "%s",
		    request->command ?: request->kernel);
	if (ctx->json) {
		report_json(request, outcome);
		return;
	}
	if (request->command)
		printf("Loaded by \"%s\"", request->command);
	else
		printf("Loaded %s", request->kernel);
	if (request->initrd)
		printf(" with %s", request->initrd);
	printf(", confirmed at generation %" PRIu64,
	       kguard_loader_get_generation(loader));
	if (kguard_loader_get_attempts(loader) > 1)
		printf(" in attempt %u",
		       kguard_loader_get_attempts(loader));
	if (kguard_loader_is_by_tools(loader))
		printf(", by kexec-tools");
	putchar('\n');
}
