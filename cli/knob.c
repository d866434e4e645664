// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See knob.h.
 */
#include "knob.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"

/**
 * knob_read() - read the first line of a small file
 * @ctx: the context
 * @name: the file
 * @text: where to put the line; empty if there is none to read
 */
void knob_read(const struct context *ctx, const char *name,
	       char text[KNOB_LEN])
{
	char path[PATH_MAX];
	ssize_t got;
	int fd;

	text[0] = '\0';
	if (!path_join(path, ctx, name))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return;
	got = read(fd, text, KNOB_LEN - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

/**
 * knob_is() - does a small file hold just this
 * @ctx: the context
 * @name: the file
 * @value: the line without its end
 *
 * Return: true if so; false also if it cannot be read.
 */
bool knob_is(const struct context *ctx, const char *name, const char *value)
{
	char text[KNOB_LEN];

	knob_read(ctx, name, text);
	return !strcmp(text, value);
}
