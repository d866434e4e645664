// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See loading.h.
 */
#include "loader/loading.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "format.h"
#include "loader/kexec_tools.h"
#include "loader/numa.h"
#include "loader/refusal.h"
#include "loader/retry.h"
#include "out.h"

/* How many loads in a row may be interrupted by a change of memory. */
#define ATTEMPTS_MAX 8

/* How long to wait for another load, whose failure causes no event. */
#define LOCK_WAIT_NS (NSEC_PER_SEC / 4)

/* How long memory has to be quiet after an interrupted load, doubling. */
#define PATIENCE_NS (NSEC_PER_SEC / 10)

struct files {
	int kernel;
	int initrd;
};

static int open_file(const struct context *ctx, const char *name, int *fd)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, name))
		return -ENAMETOOLONG;
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return *fd < 0 ? -errno : 0;
}

static int open_files(const struct context *ctx,
		      const struct load_request *request, struct files *files,
		      struct load_outcome *outcome)
{
	int err;

	files->kernel = -1;
	files->initrd = -1;
	outcome->culprit = request->command ?: request->kernel;
	if (request->command)
		return 0;
	err = open_file(ctx, request->kernel, &files->kernel);
	if (err || !request->initrd)
		return err;
	err = open_file(ctx, request->initrd, &files->initrd);
	if (err) {
		outcome->culprit = request->initrd;
		close(files->kernel);
	}
	return err;
}

static void close_files(const struct files *files)
{
	if (files->kernel >= 0)
		close(files->kernel);
	if (files->initrd >= 0)
		close(files->initrd);
}

static int read_state(struct kguard *guard, uint64_t *generation,
		      bool *changing, bool *loaded)
{
	struct kguard_status *status;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*generation = kguard_status_get_generation(status);
	*changing = kguard_status_is_changing(status);
	*loaded = kguard_status_is_loaded(status);
	kguard_status_free(status);
	return 0;
}

struct loader {
	const struct context *ctx;
	struct kguard *guard;
	const struct load_job *job;
	struct files files;
	struct load_outcome *outcome;
	int64_t began_ns;
};

static int load_by_tools(struct loader *loader)
{
	struct bounds bounds;

	bounds_find(loader->guard, &bounds);
	return kexec_tools_load(loader->ctx, loader->job->request, &bounds,
				loader->outcome->complaint);
}

/* The syscall does not exist, or does not support the kernel's format. */
static bool is_for_tools(int err)
{
	return err == -ENOSYS || err == -ENOEXEC || err == -EOPNOTSUPP;
}

static int load_once(struct loader *loader)
{
	const struct load_request *request = loader->job->request;
	struct load_outcome *outcome = loader->outcome;
	int err, tools;

	numa_prefer_fixed(loader->ctx, loader->guard);
	if (request->command)
		return kexec_tools_command(request->command,
					   outcome->complaint);
	if (outcome->is_by_tools)
		return load_by_tools(loader);
	err = kguard_load_file(loader->files.kernel, loader->files.initrd,
			       request->command_line, 0);
	if (!is_for_tools(err))
		return err;
	tools = load_by_tools(loader);
	outcome->is_by_tools = tools != -ENOPKG;
	/* If the tools cannot load it either, report the kernel's own error. */
	if (err != -ENOSYS && (tools == -ENOPKG || tools == -EIO))
		return err;
	return tools;
}

/*
 * A command may fail without giving a reason, or succeed without loading an
 * image. Either can be because memory changed while it ran.
 */
static int command_error(const struct attempt *attempt, bool is_loaded)
{
	if (attempt->load_error == -EIO &&
	    (attempt->has_moved || attempt->is_changing))
		return -EBUSY;
	if (attempt->confirm_error == -ENODATA && !is_loaded &&
	    !attempt->has_moved && !attempt->is_changing)
		return -ENOMSG;
	return attempt->load_error;
}

/* 0 if kexec-tools loaded it: its pid is not ours, and is unknown. */
static uint64_t own_image(struct kguard *guard)
{
	struct kguard_record *record;
	uint64_t image = 0;

	if (kguard_get_record(guard, &record))
		return 0;
	if (kguard_record_get_pid(record) == getpid())
		image = kguard_record_get_image(record);
	kguard_record_free(record);
	return image;
}

/* Load once at this generation and confirm it. */
static int try_load(struct loader *loader, uint64_t generation,
		    struct attempt *attempt)
{
	bool is_loaded;
	uint64_t now;
	int err;

	*attempt = (struct attempt){ 0 };
	attempt->load_error = load_once(loader);
	/* A later load by another program has a later time. */
	loader->job->request->loaded_ns = clock_now();
	if (!attempt->load_error)
		attempt->confirm_error =
			kguard_confirm_image(loader->guard, generation,
					     own_image(loader->guard));

	err = read_state(loader->guard, &now, &attempt->is_changing,
			 &is_loaded);
	if (err)
		return err;
	attempt->has_moved = now != generation;
	if (loader->job->request->command)
		attempt->load_error = command_error(attempt, is_loaded);
	return 0;
}

static int wait_for(struct kguard *guard, enum next_step step,
		    int64_t deadline)
{
	int64_t wait_ns = clock_remaining(deadline);
	int err;

	if (step == STEP_AGAIN)
		return 0;
	if (!wait_ns)
		return -EBUSY;
	if (step == STEP_WAIT_LOCK && wait_ns > LOCK_WAIT_NS)
		wait_ns = LOCK_WAIT_NS;
	err = kguard_wait_event(guard, wait_ns);
	return err == -ETIMEDOUT ? 0 : err;
}

/* Wait longer after each interrupted load: a storm of events will end. */
static int64_t quiet_before(unsigned int interrupted, int64_t settle_ns)
{
	int64_t patience_ns = interrupted ? PATIENCE_NS << interrupted : 0;

	return patience_ns > settle_ns ? patience_ns : settle_ns;
}

static int check_wanted(const struct loader *loader)
{
	return unwanted_since(loader->ctx, loader->job->wanted_ns) ? -ESRCH : 0;
}

/*
 * Images from our own failed attempts are no newer than loaded_ns, so they do
 * not count.
 */
static int check_alone(const struct loader *loader)
{
	const struct load_job *job = loader->job;
	struct kguard_status *status;
	int64_t newest;
	int err;

	if (!job->yields)
		return 0;
	err = kguard_get_status(loader->guard, &status);
	if (err)
		return err;
	newest = kguard_status_get_last_load_ns(status);
	kguard_status_free(status);
	return newest > loader->began_ns &&
	       newest > job->request->loaded_ns ? -EEXIST : 0;
}

/* An unload requested during the load had nothing to unload: honour it now. */
static int check_still_wanted(const struct loader *loader)
{
	int err;

	err = check_wanted(loader);
	if (err)
		kguard_unload(loader->guard);
	return err;
}

static int load_until_good(struct loader *loader)
{
	const struct load_job *job = loader->job;
	struct load_outcome *outcome = loader->outcome;
	struct attempt attempt;
	enum next_step step;
	unsigned int interrupted = 0;
	uint64_t generation;
	bool changing, loaded;
	int err;

	for (;;) {
		err = settle(loader->guard,
			     quiet_before(interrupted, job->settle_ns),
			     job->deadline);
		if (err)
			return err == -ETIMEDOUT ? -EBUSY : err;
		err = check_wanted(loader);
		if (!err)
			err = check_alone(loader);
		if (!err)
			err = read_state(loader->guard, &generation, &changing,
					 &loaded);
		if (err)
			return err;

		outcome->attempts++;
		err = try_load(loader, generation, &attempt);
		if (err)
			return err;
		step = attempt_judge(&attempt, &err);
		if (step == STEP_DONE)
			break;
		if (step == STEP_FAIL)
			return err;
		interrupted += attempt.has_moved;
		if (interrupted == ATTEMPTS_MAX)
			return -ESTALE;
		err = wait_for(loader->guard, step, job->deadline);
		if (err)
			return err;
	}
	outcome->generation = generation;
	return check_still_wanted(loader);
}

static bool is_hopeless(const struct context *ctx,
			const struct load_request *request)
{
	enum obstacle obstacle = obstacle_find(ctx);

	return obstacle_is_final(obstacle) ||
	       (obstacle == OBSTACLE_LOCKDOWN && !request->command &&
		signature_is_missing(ctx, request->kernel));
}

/**
 * load_confirmed() - load an image, confirm that it fits, and remember it
 * @ctx: the context
 * @guard: the device
 * @job: what to load and how; when it was loaded is noted in its request
 * @outcome: where to put how it went, for load_error() or load_report()
 *
 * A request with a command is not remembered.
 *
 * Return: 0; -EBUSY memory kept changing until the deadline; -ESTALE it changed
 * during each of ATTEMPTS_MAX loads; -ESRCH an unload was requested; -EEXIST
 * another program has loaded an image, and @job yields; -ENOMSG a command
 * succeeded without loading; -ECANCELED another process unloaded the image;
 * other errors of kguard_load_file(), kexec_tools_load(), kguard_confirm() and
 * open().
 */
int load_confirmed(const struct context *ctx, struct kguard *guard,
		   const struct load_job *job, struct load_outcome *outcome)
{
	struct loader loader = {
		.ctx = ctx,
		.guard = guard,
		.job = job,
		.outcome = outcome,
		.began_ns = clock_now(),
	};
	int err;

	*outcome = (struct load_outcome){ .culprit = job->request->kernel };
	if (is_hopeless(ctx, job->request))
		return -EPERM;
	err = open_files(ctx, job->request, &loader.files, outcome);
	if (err)
		return err;
	err = load_until_good(&loader);
	close_files(&loader.files);
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
	struct explanation why;

	refusal_explain(ctx, err, &why);
	return out_explained(ctx, why.answer, err, why.advice, "%s: %s%s%s",
			     outcome->culprit ?: request->kernel, why.message,
			     *outcome->complaint ? ": " : "",
			     outcome->complaint);
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

static enum answer dry_run(const struct context *ctx,
			   const struct load_request *request)
{
	bool is_changing, is_loaded, has_syscall;
	uint64_t generation;
	const char *syscall;
	int err;

	err = read_state(ctx->guard, &generation, &is_changing, &is_loaded);
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
	struct load_outcome outcome = { .culprit = request->kernel };
	struct files files;
	int err;

	if (is_hopeless(ctx, request) ||
	    obstacle_find(ctx) == OBSTACLE_PRIVILEGE)
		return load_error(ctx, request, &outcome, -EPERM);
	err = open_files(ctx, request, &files, &outcome);
	if (err)
		return load_error(ctx, request, &outcome, err);
	close_files(&files);
	return dry_run(ctx, request);
}

static void report_json(const struct load_request *request,
			const struct load_outcome *outcome)
{
	struct json_object *document = json_document();

	json_add_string(document, "result", "loaded");
	json_add_string(document, "kernel", request->kernel);
	json_add_string(document, "initrd", request->initrd);
	json_add_string(document, "command_line", request->command_line);
	json_add_string(document, "command", request->command);
	json_add_u64(document, "generation", outcome->generation);
	json_add_u64(document, "attempts", outcome->attempts);
	if (!request->command)
		json_add_string(document, "syscall", outcome->is_by_tools ?
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
	printf(", confirmed at generation %" PRIu64, outcome->generation);
	if (outcome->attempts > 1)
		printf(" in attempt %u", outcome->attempts);
	if (outcome->is_by_tools)
		printf(", by kexec-tools");
	putchar('\n');
}
