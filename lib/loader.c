// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Loads an image until it is confirmed to fit the memory: waits for quiet,
 * loads, confirms, and starts over if memory has changed meanwhile.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "boottime.h"
#include "numa.h"
#include "settle.h"
#include "tools.h"

/* How many loads in a row may be interrupted by a change of memory. */
#define ATTEMPTS_MAX 8

/* How long to wait for another load, whose failure causes no event. */
#define LOCK_WAIT_NS (NSEC_PER_SEC / 4)

/* How long memory has to be quiet after an interrupted load, doubling. */
#define PATIENCE_NS (NSEC_PER_SEC / 10)

/**
 * struct kguard_loader - what to load and how, and how it went
 * @image: the files, if @command is NULL
 * @command: the shell command that loads instead
 * @settle_ns: how long memory has to be quiet before a load
 * @timeout_ns: how long to wait for memory; below 0 for no limit
 * @yields: give up if another program loads an image first
 * @check: asked before each load and after the last; NULL for none
 * @data: for @check
 * @kernel_fd: open while it runs
 * @initrd_fd: likewise
 * @began_ns: when it was started
 * @deadline: when to stop waiting
 * @culprit: the file or command that an error is about
 * @generation: generation that was confirmed
 * @loaded_ns: when the last attempt was made
 * @attempts: number of attempts
 * @is_by_tools: kexec-tools loaded it
 * @complaint: what they printed
 */
struct kguard_loader {
	struct kg_image image;
	const char *command;
	int64_t settle_ns;
	int64_t timeout_ns;
	bool yields;
	int (*check)(void *data);
	void *data;

	int kernel_fd;
	int initrd_fd;
	int64_t began_ns;
	int64_t deadline;

	const char *culprit;
	uint64_t generation;
	int64_t loaded_ns;
	unsigned int attempts;
	bool is_by_tools;
	char complaint[COMPLAINT_LEN];
};

KGUARD_API int kguard_loader_new(struct kguard_loader **loader)
{
	struct kguard_loader *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->image.root = "";
	new->timeout_ns = 60 * NSEC_PER_SEC;
	*loader = new;
	return 0;
}

KGUARD_API void kguard_loader_free(struct kguard_loader *loader)
{
	free(loader);
}

KGUARD_API void kguard_loader_set_root(struct kguard_loader *loader,
				       const char *root)
{
	assert(loader && root);
	loader->image.root = root;
}

KGUARD_API void kguard_loader_set_files(struct kguard_loader *loader,
					const char *kernel, const char *initrd,
					const char *command_line)
{
	assert(loader && kernel && command_line);
	loader->image.kernel = kernel;
	loader->image.initrd = initrd;
	loader->image.command_line = command_line;
	loader->command = NULL;
}

KGUARD_API void kguard_loader_set_command(struct kguard_loader *loader,
					  const char *command)
{
	assert(loader && command);
	loader->command = command;
}

KGUARD_API void kguard_loader_set_settle(struct kguard_loader *loader,
					 int64_t quiet_ns)
{
	assert(loader);
	loader->settle_ns = quiet_ns;
}

KGUARD_API void kguard_loader_set_timeout(struct kguard_loader *loader,
					  int64_t timeout_ns)
{
	assert(loader);
	loader->timeout_ns = timeout_ns;
}

KGUARD_API void kguard_loader_set_yields(struct kguard_loader *loader,
					 bool yields)
{
	assert(loader);
	loader->yields = yields;
}

KGUARD_API void kguard_loader_set_check(struct kguard_loader *loader,
					int (*check)(void *data), void *data)
{
	assert(loader);
	loader->check = check;
	loader->data = data;
}

static int open_file(const struct kguard_loader *loader, const char *name,
		     int *fd)
{
	char path[PATH_MAX];

	if (!kg_path_join(path, loader->image.root, name))
		return -ENAMETOOLONG;
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return *fd < 0 ? -errno : 0;
}

static int open_files(struct kguard_loader *loader)
{
	const struct kg_image *image = &loader->image;
	int err;

	loader->kernel_fd = -1;
	loader->initrd_fd = -1;
	loader->culprit = loader->command ?: image->kernel;
	if (loader->command)
		return 0;
	err = open_file(loader, image->kernel, &loader->kernel_fd);
	if (err || !image->initrd)
		return err;
	err = open_file(loader, image->initrd, &loader->initrd_fd);
	if (err) {
		loader->culprit = image->initrd;
		close(loader->kernel_fd);
	}
	return err;
}

static void close_files(const struct kguard_loader *loader)
{
	if (loader->kernel_fd >= 0)
		close(loader->kernel_fd);
	if (loader->initrd_fd >= 0)
		close(loader->initrd_fd);
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

static int load_by_tools(struct kguard_loader *loader, struct kguard *guard)
{
	struct kg_bounds bounds;

	kg_bounds_find(guard, &bounds);
	return kg_tools_load(&loader->image, &bounds, loader->complaint);
}

/* The syscall does not exist, or does not support the kernel's format. */
static bool is_for_tools(int err)
{
	return err == -ENOSYS || err == -ENOEXEC || err == -EOPNOTSUPP;
}

static int load_image(struct kguard_loader *loader, struct kguard *guard)
{
	int err, tools;

	if (loader->command)
		return kg_tools_command(loader->command, loader->complaint);
	if (loader->is_by_tools)
		return load_by_tools(loader, guard);
	err = kguard_load_file(loader->kernel_fd, loader->initrd_fd,
			       loader->image.command_line, 0);
	if (!is_for_tools(err))
		return err;
	tools = load_by_tools(loader, guard);
	loader->is_by_tools = tools != -ENOPKG;
	/* If the tools cannot load it either, report the kernel's own error. */
	if (err != -ENOSYS && (tools == -ENOPKG || tools == -EIO))
		return err;
	return tools;
}

static int load_once(struct kguard_loader *loader, struct kguard *guard)
{
	struct kg_nodes before = { 0 };
	int err;

	/* Each time: memory may have changed since the last. */
	kg_numa_prefer_fixed(guard, loader->image.root, &before);
	err = load_image(loader, guard);
	kg_numa_restore(&before);
	return err;
}

/*
 * A command may fail without giving a reason, or succeed without loading an
 * image. Either can be because memory changed while it ran.
 */
static int command_error(const struct kg_attempt *attempt, bool is_loaded)
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
static int try_load(struct kguard_loader *loader, struct kguard *guard,
		    uint64_t generation, struct kg_attempt *attempt)
{
	bool is_loaded;
	uint64_t now;
	int err;

	*attempt = (struct kg_attempt){ 0 };
	attempt->load_error = load_once(loader, guard);
	/* A later load by another program has a later time. */
	loader->loaded_ns = clock_now();
	if (!attempt->load_error)
		attempt->confirm_error =
			kguard_confirm_image(guard, generation,
					     own_image(guard));

	err = read_state(guard, &now, &attempt->is_changing, &is_loaded);
	if (err)
		return err;
	attempt->has_moved = now != generation;
	if (loader->command)
		attempt->load_error = command_error(attempt, is_loaded);
	return 0;
}

static int wait_for(struct kguard *guard, enum kg_step step, int64_t deadline)
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

static int check_wanted(const struct kguard_loader *loader)
{
	return loader->check ? loader->check(loader->data) : 0;
}

/*
 * Has another program loaded an image since? Images from our own failed attempts
 * are no newer than loaded_ns, so they do not count.
 */
static int check_alone(const struct kguard_loader *loader,
		       struct kguard *guard)
{
	struct kguard_status *status;
	int64_t newest;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	newest = kguard_status_get_last_load_ns(status);
	kguard_status_free(status);
	return newest > loader->began_ns &&
	       newest > loader->loaded_ns ? -EEXIST : 0;
}

/*
 * An unload requested during the load had nothing to unload: honour it now, but
 * not with what another program has loaded since.
 */
static int check_still_wanted(const struct kguard_loader *loader,
			      struct kguard *guard)
{
	int err;

	err = check_wanted(loader);
	if (err && !check_alone(loader, guard))
		kguard_unload(guard);
	return err;
}

static int load_until_good(struct kguard_loader *loader, struct kguard *guard)
{
	struct kg_attempt attempt;
	enum kg_step step;
	unsigned int interrupted = 0;
	uint64_t generation;
	bool changing, loaded;
	int err;

	for (;;) {
		err = kg_settle(guard,
				quiet_before(interrupted, loader->settle_ns),
				loader->deadline);
		if (err)
			return err == -ETIMEDOUT ? -EBUSY : err;
		err = check_wanted(loader);
		if (!err && loader->yields)
			err = check_alone(loader, guard);
		if (!err)
			err = read_state(guard, &generation, &changing,
					 &loaded);
		if (err)
			return err;

		loader->attempts++;
		err = try_load(loader, guard, generation, &attempt);
		if (err)
			return err;
		step = kg_attempt_judge(&attempt, &err);
		if (step == STEP_DONE)
			break;
		if (step == STEP_FAIL)
			return err;
		interrupted += attempt.has_moved;
		if (interrupted == ATTEMPTS_MAX)
			return -ESTALE;
		err = wait_for(guard, step, loader->deadline);
		if (err)
			return err;
	}
	loader->generation = generation;
	return check_still_wanted(loader, guard);
}

KGUARD_API int kguard_loader_run(struct kguard_loader *loader,
				 struct kguard *guard)
{
	int err;

	assert(loader && guard);
	if (!loader->command && !loader->image.kernel)
		return -EINVAL;
	loader->generation = 0;
	loader->loaded_ns = 0;
	loader->attempts = 0;
	loader->is_by_tools = false;
	loader->complaint[0] = '\0';
	loader->began_ns = clock_now();
	loader->deadline = clock_deadline(loader->timeout_ns);

	err = open_files(loader);
	if (err)
		return err;
	err = load_until_good(loader, guard);
	close_files(loader);
	return err;
}

KGUARD_API const char *
kguard_loader_get_culprit(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->culprit;
}

KGUARD_API uint64_t
kguard_loader_get_generation(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->generation;
}

KGUARD_API int64_t
kguard_loader_get_loaded_ns(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->loaded_ns;
}

KGUARD_API unsigned int
kguard_loader_get_attempts(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->attempts;
}

KGUARD_API bool kguard_loader_is_by_tools(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->is_by_tools;
}

KGUARD_API const char *
kguard_loader_get_complaint(const struct kguard_loader *loader)
{
	assert(loader);
	return loader->complaint;
}
