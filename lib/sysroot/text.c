// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Small text files of the kernel.
 */
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* /proc/iomem of a large machine has thousands of lines of about 50 bytes. */
#define SIZE_MAX_READ	((size_t)16 << 20)
#define SIZE_FIRST	4096

static int read_all(int fd, char **buffer, size_t *size)
{
	size_t room = SIZE_FIRST;
	size_t have = 0;
	char *larger;
	ssize_t got;

	*buffer = malloc(room);
	if (!*buffer)
		return -ENOMEM;
	for (;;) {
		got = read(fd, *buffer + have, room - have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			break;
		have += got;
		if (have < room)
			continue;
		if (room >= SIZE_MAX_READ)
			return -EFBIG;
		room *= 2;
		larger = realloc(*buffer, room);
		if (!larger)
			return -ENOMEM;
		*buffer = larger;
	}
	*size = have;
	return 0;
}

/* Not the size: the kernel reports 0 or a page for all such files. */
static int check_type(int fd)
{
	struct stat stat;

	if (fstat(fd, &stat))
		return -errno;
	return S_ISREG(stat.st_mode) ? 0 : -EINVAL;
}

/**
 * kg_text_read - read a file
 * @directory: open directory that @path is relative to
 * @path: the file
 * @text: where the content goes; free it with kg_text_free()
 *
 * Return: 0, -EINVAL if it is not a regular file, -EFBIG if it is too large, or
 * the error of a system call.
 */
int kg_text_read(int directory, const char *path, struct kg_text *text)
{
	char *buffer = NULL;
	size_t size = 0;
	int err;
	int fd;

	/* Non-blocking: a captured file could be a fifo. */
	fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	err = check_type(fd);
	if (!err)
		err = read_all(fd, &buffer, &size);
	close(fd);
	if (err) {
		free(buffer);
		return err;
	}
	text->at = buffer;
	text->end = buffer + size;
	return 0;
}

/**
 * kg_text_free - free what kg_text_read() returned
 * @text: the text, not advanced
 */
void kg_text_free(struct kg_text *text)
{
	free((char *)text->at);
	text->at = NULL;
	text->end = NULL;
}

/**
 * kg_text_line - cut off the next line
 * @text: the text, advanced
 * @line: the line, without its newline
 *
 * Return: false at the end.
 */
bool kg_text_line(struct kg_text *text, struct kg_text *line)
{
	const char *newline;

	if (text->at == text->end)
		return false;
	newline = memchr(text->at, '\n', text->end - text->at);
	line->at = text->at;
	line->end = newline ? newline : text->end;
	text->at = newline ? newline + 1 : text->end;
	return true;
}

/**
 * kg_text_starts - does a text start with a word
 * @text: the text
 * @word: the word
 *
 * Return: true if it does.
 */
bool kg_text_starts(const struct kg_text *text, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(text->end - text->at) >= length &&
	       !memcmp(text->at, word, length);
}

/**
 * kg_text_is - is a text equal to a word
 * @text: the text
 * @word: the word
 *
 * Return: true if so, also with a final newline.
 */
bool kg_text_is(const struct kg_text *text, const char *word)
{
	struct kg_text rest = *text;

	if (!kg_text_skip(&rest, word))
		return false;
	return rest.at == rest.end ||
	       (rest.at + 1 == rest.end && *rest.at == '\n');
}

/**
 * kg_text_skip - skip a word
 * @text: the text, advanced if it starts with the word
 * @word: the word
 *
 * Return: true if it does.
 */
bool kg_text_skip(struct kg_text *text, const char *word)
{
	if (!kg_text_starts(text, word))
		return false;
	text->at += strlen(word);
	return true;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/**
 * kg_text_hex - read a number in the kernel's hexadecimal, without prefix
 * @text: the text, advanced past the last digit
 * @value: where the number goes
 *
 * Return: false if there is no digit, or more than 64 bits.
 */
bool kg_text_hex(struct kg_text *text, uint64_t *value)
{
	const char *at = text->at;
	uint64_t result = 0;

	for (; at < text->end && digit(*at) >= 0; at++) {
		if (result >> 60)
			return false;
		result = result << 4 | digit(*at);
	}
	if (at == text->at)
		return false;
	text->at = at;
	*value = result;
	return true;
}
