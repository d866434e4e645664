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

/**
 * file_read_line() - read the first line of a small file
 * @ctx: the context
 * @name: the file
 * @text: where to put the line, without its newline; empty on an error
 * @size: bytes there; a longer line is cut off
 *
 * Return: the length of the line, or -errno.
 */
ssize_t file_read_line(const struct context *ctx, const char *name, char *text,
		       size_t size)
{
	char path[PATH_MAX];
	ssize_t got;
	int fd;

	text[0] = '\0';
	if (!path_join(path, ctx, name))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	got = read(fd, text, size - 1);
	if (got < 0)
		got = -errno;
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	if (got < 0)
		return got;
	text[strcspn(text, "\n")] = '\0';
	return strlen(text);
}

/**
 * file_line_is() - is the first line of a small file this
 * @ctx: the context
 * @name: the file
 * @value: the line, without its newline
 *
 * Return: false also if the file cannot be read.
 */
bool file_line_is(const struct context *ctx, const char *name,
		  const char *value)
{
	char text[LINE_LEN];

	return file_read_line(ctx, name, text, sizeof(text)) >= 0 &&
	       !strcmp(text, value);
}

/* Only root, or the caller, can have written this regular file. */
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

/* Reads one byte more than the limit, to detect a longer file. */
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
 * file_read_trusted() - read a file that decides what is booted
 * @ctx: the context
 * @name: the file
 * @flags: O_NOFOLLOW to refuse a symbolic link, or 0
 * @text: where to put its text, with a NUL after @length bytes; free it
 * @length: where to put its length
 *
 * Return: 0; -ENOENT; -EPERM if it is not a regular file, or someone other than
 * root and the caller can write to it; -EFBIG; another -errno.
 */
int file_read_trusted(const struct context *ctx, const char *name, int flags,
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
 * file_make_parent() - create the directory of a file
 * @path: the file, absolute
 *
 * Return: 0, also if the directory exists, or -errno.
 */
int file_make_parent(const char *path)
{
	char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "%.*s",
		 (int)(strrchr(path, '/') - path), path);
	if (mkdir(directory, 0755) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}

/*
 * rename() would replace a device node, a link or a pipe; it refuses to replace
 * a directory.
 */
static bool can_be_replaced(const char *path)
{
	struct stat status;

	return lstat(path, &status) < 0 || S_ISREG(status.st_mode) ||
	       S_ISDIR(status.st_mode);
}

/**
 * file_replace() - replace a file atomically
 * @path: the file
 * @text: its new content
 * @mode: its mode
 *
 * Return: 0; -EEXIST if @path is not a regular file; another -errno. On an
 * error the old file is kept.
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
