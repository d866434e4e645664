// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The policy: the module's parameters in sysfs, as text.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PARAMETERS "/sys/module/kexecguard/parameters"

static int open_parameter(const char *root, const char *name, int flags)
{
	char path[PATH_MAX];
	int fd;

	assert(name);
	/* Only files of that directory. */
	if (!*name || strchr(name, '/') || *name == '.')
		return -EINVAL;
	if (snprintf(path, sizeof(path), "%s" PARAMETERS "/%s", root ?: "",
		     name) >= PATH_MAX)
		return -ENAMETOOLONG;
	fd = open(path, flags | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

KGUARD_API int kguard_policy_get(const char *root, const char *name,
				 char *value, size_t size)
{
	char text[256];
	ssize_t length;
	int fd;

	assert(value);
	fd = open_parameter(root, name, O_RDONLY);
	if (fd < 0)
		return fd;
	length = read(fd, text, sizeof(text));
	if (length < 0)
		length = -errno;
	close(fd);
	if (length < 0)
		return length;
	if (length && text[length - 1] == '\n')
		length--;
	if ((size_t)length >= size)
		return -ENOBUFS;
	memcpy(value, text, length);
	value[length] = '\0';
	return 0;
}

KGUARD_API int kguard_policy_set(const char *root, const char *name,
				 const char *value)
{
	ssize_t put;
	int fd;

	assert(value);
	fd = open_parameter(root, name, O_WRONLY | O_TRUNC);
	if (fd < 0)
		return fd;
	put = write(fd, value, strlen(value));
	if (put < 0)
		put = -errno;
	close(fd);
	if (put < 0)
		return put;
	return (size_t)put == strlen(value) ? 0 : -EIO;
}
