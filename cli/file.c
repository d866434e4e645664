// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See file.h.
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard.h"

/* A plain file that nobody but root, or who asks, can have written. */
static int check_owner(int fd)
{
	struct stat stat;

	if (fstat(fd, &stat) < 0)
		return -errno;
	if (!S_ISREG(stat.st_mode) || (stat.st_mode & (S_IWGRP | S_IWOTH)) ||
	    (stat.st_uid != 0 && stat.st_uid != geteuid()))
		return -EPERM;
	return 0;
}

/* One byte more than the limit, so that a longer file is seen to be longer. */
static int read_all(int fd, char *text, size_t *length)
{
	ssize_t got;

	*length = 0;
	while (*length <= TEXT_LIMIT) {
		got = read(fd, text + *length, TEXT_LIMIT + 1 - *length);
		if (got < 0)
			return -errno;
		if (!got)
			break;
		*length += got;
	}
	text[*length] = '\0';
	return *length > TEXT_LIMIT ? -EFBIG : 0;
}

static int read_checked(int fd, char **text, size_t *length)
{
	int err;

	err = check_owner(fd);
	if (err)
		return err;
	*text = malloc(TEXT_LIMIT + 2);
	if (!*text)
		return -ENOMEM;
	err = read_all(fd, *text, length);
	if (err)
		free(*text);
	return err;
}

/**
 * trusted_read() - read a file that decides what is booted
 * @ctx: the context
 * @name: the file
 * @flags: O_NOFOLLOW if a symbolic link to it will not do, or 0
 * @text: where to put its text, NUL-terminated behind @length; free it
 * @length: where to put its length
 *
 * Return: 0; -ENOENT; -EPERM others than root, or who asks, can write it, or
 * it is no plain file; -EFBIG; another -errno.
 */
int trusted_read(const struct context *ctx, const char *name, int flags,
		 char **text, size_t *length)
{
	char path[PATH_MAX];
	int fd, err;

	if (!path_join(path, ctx, name))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	if (fd < 0)
		return errno == ELOOP ? -EPERM : -errno;
	err = read_checked(fd, text, length);
	close(fd);
	return err;
}

static int write_all(int fd, const char *text, size_t length)
{
	ssize_t put;

	while (length) {
		put = write(fd, text, length);
		if (put < 0)
			return -errno;
		text += put;
		length -= put;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

/**
 * file_make_directory() - make the directory that a file is in
 * @path: the file, absolute
 *
 * Return: 0, also if it was there, or -errno.
 */
int file_make_directory(const char *path)
{
	char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "%.*s",
		 (int)(strrchr(path, '/') - path), path);
	if (mkdir(directory, 0755) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}

/* A device node, a link or a pipe would be gone; a directory refuses by itself. */
static bool can_be_replaced(const char *path)
{
	struct stat status;

	return lstat(path, &status) < 0 || S_ISREG(status.st_mode) ||
	       S_ISDIR(status.st_mode);
}

/**
 * file_replace() - write a file so that readers see the old one or the new
 * @path: the file
 * @text: what to write
 * @mode: its mode
 *
 * Return: 0; -EEXIST something else than a plain file is there; another -errno;
 * on an error the old file is kept.
 */
int file_replace(const char *path, const char *text, mode_t mode)
{
	char temporary[PATH_MAX];
	int fd, err;

	if (!can_be_replaced(path))
		return -EEXIST;
	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >=
	    (int)sizeof(temporary))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;

	err = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text, strlen(text));
	if (close(fd) < 0 && !err)
		err = -errno;
	if (!err && rename(temporary, path) < 0)
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}
