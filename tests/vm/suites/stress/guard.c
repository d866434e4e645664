// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The module: its device, its parameters, and its removal and insertion.
 */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEVICE		"/dev/kexecguard"
#define KGEXEC		"has_guard=1 linger=30"
/* As long as a removal waits for a hold, and some more. */
#define EXCHANGE_TRIES	40000
#define EXCHANGE_STEP_US	1000

static int call(unsigned long command, void *argument)
{
	int fd = open(DEVICE, O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return errno;
	ret = ioctl(fd, command, argument) ? errno : 0;
	close(fd);
	return ret;
}

int guard_status(struct kexecguard_status *status)
{
	*status = (struct kexecguard_status){ .size = sizeof(*status) };
	return call(KEXECGUARD_IOC_STATUS, status);
}

int guard_unload(void)
{
	struct kexecguard_unload it = { .size = sizeof(it) };

	return call(KEXECGUARD_IOC_UNLOAD, &it);
}

int guard_confirm(uint64_t generation)
{
	struct kexecguard_confirm it = {
		.size = sizeof(it),
		.generation = generation,
	};

	return call(KEXECGUARD_IOC_CONFIRM, &it);
}

/* All workers are threads of one long-lived process. */
int guard_announce(void)
{
	struct kexecguard_announce it = { .size = sizeof(it) };
	int fd = open(DEVICE, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		ioctl(fd, KEXECGUARD_IOC_ANNOUNCE, &it);
	return fd;
}

/* One reader; its open file prevents the module's removal. */
static pthread_mutex_t reader_lock = PTHREAD_MUTEX_INITIALIZER;
static int reader_fd = -1;

static void stop_reading(void)
{
	pthread_mutex_lock(&reader_lock);
	if (reader_fd >= 0)
		close(reader_fd);
	reader_fd = -1;
	pthread_mutex_unlock(&reader_lock);
}

/* Events arrive in order, without a gap unless an overrun is reported. */
int read_events(void)
{
	static struct kexecguard_event events[64];
	static uint64_t last;
	ssize_t length;
	size_t i;
	int ret = 0;

	pthread_mutex_lock(&reader_lock);
	if (reader_fd < 0) {
		reader_fd = open(DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		last = 0;
	}
	length = reader_fd < 0 ? -1 : read(reader_fd, events, sizeof(events));
	if (length < 0)
		ret = errno;
	for (i = 0; !ret && i < length / sizeof(events[0]); i++) {
		if (events[i].sequence <= last ||
		    (last && events[i].sequence != last + 1 &&
		     !(events[i].flags & KEXECGUARD_EVENT_OVERRUN)))
			violated("event %llu follows %llu",
				 (unsigned long long)events[i].sequence,
				 (unsigned long long)last);
		last = events[i].sequence;
	}
	pthread_mutex_unlock(&reader_lock);
	return ret;
}

int set_parameter(const char *module, const char *name, const char *value)
{
	char path[96];
	int ret, fd;

	snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", module,
		 name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	ret = write(fd, value, strlen(value)) < 0 ? errno : 0;
	close(fd);
	return ret;
}

unsigned long read_number(const char *path)
{
	unsigned long number;
	FILE *file = fopen(path, "re");

	if (!file)
		return ULONG_MAX;
	if (fscanf(file, "%lu", &number) != 1)
		number = ULONG_MAX;
	fclose(file);
	return number;
}

static int insert(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return errno;
	ret = syscall(SYS_finit_module, fd, parameters, 0) ? errno : 0;
	close(fd);
	return ret;
}

static int take_out(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? errno : 0;
}

int insert_guard(void)
{
	int err = insert("/lib/modules/kexecguard.ko", "");

	return err ?: insert("/lib/modules/kgexec.ko", KGEXEC);
}

/*
 * Remove and insert it while all other workers go on. An image that was loaded
 * before or in between is unguarded: it is unloaded before the next execution.
 */
int exchange_modules(void)
{
	unsigned int tries;
	int err;

	pthread_rwlock_wrlock(&world.modules);
	err = take_out("kgexec");
	if (err) {
		violated("rmmod kgexec: %s", strerror(err));
		goto unlock;
	}
	/* Busy while the device is open, and while a hook is at work. */
	for (tries = 0; tries < EXCHANGE_TRIES && !is_over(); tries++) {
		stop_reading();
		err = take_out("kexecguard");
		if (err != EAGAIN)
			break;
		usleep(EXCHANGE_STEP_US);
	}
	if (err && !is_over())
		violated("rmmod kexecguard: %s", strerror(err));
	if (!err)
		err = insert("/lib/modules/kexecguard.ko", "");
	if (err && !is_over())
		violated("insmod kexecguard: %s", strerror(err));
	err = insert("/lib/modules/kgexec.ko", KGEXEC);
	if (err)
		violated("insmod kgexec: %s", strerror(err));
	while ((err = guard_unload()) == EBUSY && !is_over())
		usleep(1000);
	if (err)
		violated("unload after insmod: %s", strerror(err));
unlock:
	pthread_rwlock_unlock(&world.modules);
	return err;
}
