// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See loading.h.
 */
#include "loading.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "attempt.h"
#include "clock.h"
#include "explain.h"
#include "format.h"
#include "kexec_tools.h"
#include "nodes.h"
#include "out.h"
#include "preflight.h"
#include "settle.h"
#include "signature.h"
#include "wish.h"

/* Memory that moves in so many loads in a row will move in the next, too. */
#define ATTEMPTS_MAX 8

/* How long to wait for a load of others, whose failure is no event. */
#define LOCK_WAIT_NS (NSEC_PER_SEC / 4)

/* After a load in vain: quiet that is asked for before the next, doubling. */
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

/* There is no such syscall, or it does not know the kernel's format. */
static bool is_for_tools(int err)
{
	return err == -ENOSYS || err == -ENOEXEC || err == -EOPNOTSUPP;
}

static int load_once(struct loader *loader)
{
	const struct load_request *request = loader->job->request;
	struct load_outcome *outcome = loader->outcome;
	int err, tools;

	nodes_prefer_fixed(loader->ctx, loader->guard);
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
	/* What the tools do not know either is best explained by the kernel. */
	if (err != -ENOSYS && (tools == -ENOPKG || tools == -EIO))
		return err;
	return tools;
}

/*
 * A command need not say why it failed, nor that it loaded nothing: it may be
 * that memory moved meanwhile.
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

/* What kexec-tools have loaded bears another pid, and that is not known. */
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
	/* A load of others that comes later bears a later time. */
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

/* A storm of events is to be waited out, not to be loaded into. */
static int64_t quiet_before(unsigned int attempts, int64_t settle_ns)
{
	int64_t patience_ns = attempts ? PATIENCE_NS << attempts : 0;

	return patience_ns > settle_ns ? patience_ns : settle_ns;
}

static int check_wanted(const struct loader *loader)
{
	return wish_is_none(loader->ctx, loader->job->wanted_ns) ? -ESRCH : 0;
}

/* What this load itself has put there, in vain, is no newer than it noted. */
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

/* Who unloaded before this load was done found nothing to unload. */
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
	unsigned int vain = 0;
	uint64_t generation;
	bool changing, loaded;
	int err;

	for (;;) {
		err = settle(loader->guard, quiet_before(vain, job->settle_ns),
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
		vain += attempt.has_moved;
		if (vain == ATTEMPTS_MAX)
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
	enum obstacle obstacle = preflight_find(ctx);

	return preflight_is_final(obstacle) ||
	       (obstacle == OBSTACLE_LOCKDOWN && !request->command &&
		signature_is_missing(ctx, request->kernel));
}

/**
 * load_confirmed() - load an image that fits the memory, and remember it, or
 * have a command load it
 * @ctx: the context
 * @guard: the device
 * @job: what to load and how; when it was loaded is noted in its request
 * @outcome: where to put how it went, for load_error() or load_report()
 *
 * Return: 0; -EBUSY memory did not come to rest in time; -ESTALE it moved in
 * each of a number of loads; -ESRCH it was unloaded on request meanwhile;
 * -EEXIST others have loaded meanwhile, where that ends it; -ENOMSG a command
 * succeeded without loading; what
 * kguard_load_file(), kexec_tools_load() and kguard_confirm() return, but
 * -ECANCELED if somebody unloaded the image; what opening the files returns.
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
		fprintf(stderr, "kexecguardctl: the image is loaded, and cannot be remembered for \"reload\": "
			REMEMBERED ": %s\n", strerror(-err));
	return 0;
}

/**
 * load_error() - say why load_confirmed() failed
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

	explain_load(ctx, err, &why);
	return out_explained(ctx, why.answer, err, why.advice, "%s: %s%s%s",
			     outcome->culprit ?: request->kernel, why.message,
			     *outcome->complaint ? ": " : "",
			     outcome->complaint);
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
 * load_report() - say what was loaded
 * @ctx: the context
 * @request: what was loaded
 * @outcome: how it went
 */
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome)
{
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
