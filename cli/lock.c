// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See lock.h. The lock goes with its holder, however that ends.
 */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard.h"

/**
 * lock_take() - wait until no other loader is at work
 * @ctx: the context
 *
 * Who may not have the lock may not load either, and learns that by trying.
 *
 * Return: the lock, for lock_release(); -errno where there is none to have.
 */
int lock_take(const struct context *ctx)
{
	char path[PATH_MAX], directory[PATH_MAX];
	int fd;

	if (!path_join(path, ctx, LOCK) ||
	    !path_join(directory, ctx, "/run/kexecguard"))
		return -ENAMETOOLONG;
	if (mkdir(directory, 0755) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY,
		  0600);
	if (fd < 0)
		return -errno;
	while (flock(fd, LOCK_EX) && errno == EINTR)
		;
	return fd;
}

/**
 * lock_release() - let the next loader go on
 * @fd: what lock_take() returned
 */
void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
