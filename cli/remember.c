// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See remember.h. The file is JSON; it decides what root boots next, so it is
 * believed only if it is root's (or one's own) plain file that nobody else can
 * write, and only if every member is what it should be.
 */
#include "remember.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "guard.h"
#include "out.h"

#define FORMAT_NUMBER 1
#define SIZE_LIMIT (64 * 1024)
#define DEPTH_LIMIT 4

/**
 * load_request_free() - free the strings of a request
 * @request: the request; empty afterwards
 */
void load_request_free(struct load_request *request)
{
	free(request->kernel);
	free(request->initrd);
	free(request->command_line);
	memset(request, 0, sizeof(*request));
}

static int take_string(struct json_object *object, const char *name,
		       char **value)
{
	struct json_object *member;
	const char *text;

	if (!json_object_object_get_ex(object, name, &member) ||
	    !json_object_is_type(member, json_type_string))
		return -EBADMSG;
	text = json_object_get_string(member);
	if (strlen(text) != (size_t)json_object_get_string_len(member))
		return -EBADMSG;
	*value = strdup(text);
	return *value ? 0 : -ENOMEM;
}

static int take_path(struct json_object *object, const char *name,
		     char **value)
{
	int err;

	err = take_string(object, name, value);
	if (err)
		return err;
	return **value == '/' && strlen(*value) < PATH_MAX ? 0 : -EBADMSG;
}

static int take_optional_path(struct json_object *object, const char *name,
			      char **value)
{
	struct json_object *member;

	if (json_object_object_get_ex(object, name, &member) && !member)
		return 0;
	return take_path(object, name, value);
}

static int take_format(struct json_object *object)
{
	struct json_object *member;

	if (!json_object_object_get_ex(object, "format", &member) ||
	    !json_object_is_type(member, json_type_int) ||
	    json_object_get_int64(member) != FORMAT_NUMBER)
		return -EBADMSG;
	return 0;
}

static int take_request(struct json_object *object,
			struct load_request *request)
{
	int err;

	if (!json_object_is_type(object, json_type_object))
		return -EBADMSG;
	err = take_format(object);
	if (!err)
		err = take_path(object, "kernel", &request->kernel);
	if (!err)
		err = take_optional_path(object, "initrd", &request->initrd);
	if (!err)
		err = take_string(object, "command_line",
				  &request->command_line);
	if (err)
		load_request_free(request);
	return err;
}

static bool is_blank(const char *text, size_t length)
{
	return strspn(text, " \t\n") >= length;
}

/**
 * remember_parse() - read a request from the file's text
 * @text: the text, NUL-terminated behind @length
 * @length: its length
 * @request: where to put the request; free it with load_request_free()
 *
 * Return: 0; -EBADMSG it is not what remember_write() writes; -ENOMEM.
 */
int remember_parse(const char *text, size_t length,
		   struct load_request *request)
{
	struct json_object *object;
	struct json_tokener *tokener;
	size_t used;
	int err;

	memset(request, 0, sizeof(*request));
	if (length > SIZE_LIMIT)
		return -EBADMSG;
	tokener = json_tokener_new_ex(DEPTH_LIMIT);
	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
					JSON_TOKENER_ALLOW_TRAILING_CHARS);

	object = json_tokener_parse_ex(tokener, text, length);
	used = json_tokener_get_parse_end(tokener);
	if (json_tokener_get_error(tokener) != json_tokener_success ||
	    !is_blank(text + used, length - used))
		err = -EBADMSG;
	else
		err = take_request(object, request);
	json_object_put(object);
	json_tokener_free(tokener);
	return err;
}

static int check_owner(int fd)
{
	struct stat stat;

	if (fstat(fd, &stat) < 0)
		return -errno;
	if (!S_ISREG(stat.st_mode) || (stat.st_mode & (S_IWGRP | S_IWOTH)) ||
	    (stat.st_uid != 0 && stat.st_uid != geteuid()))
		return -EBADMSG;
	return 0;
}

/* One byte more than the limit, so that a longer file is seen to be longer. */
static int read_all(int fd, char text[SIZE_LIMIT + 2], size_t *length)
{
	ssize_t got;

	*length = 0;
	while (*length <= SIZE_LIMIT) {
		got = read(fd, text + *length, SIZE_LIMIT + 1 - *length);
		if (got < 0)
			return -errno;
		if (!got)
			break;
		*length += got;
	}
	text[*length] = '\0';
	return 0;
}

static int read_request(int fd, struct load_request *request)
{
	size_t length;
	char *text;
	int err;

	err = check_owner(fd);
	if (err)
		return err;
	text = malloc(SIZE_LIMIT + 2);
	if (!text)
		return -ENOMEM;
	err = read_all(fd, text, &length);
	if (!err)
		err = remember_parse(text, length, request);
	free(text);
	return err;
}

/**
 * remember_read() - read what was loaded
 * @ctx: the context
 * @request: where to put it; free it with load_request_free()
 *
 * Return: 0; -ENOENT nothing is remembered; -EBADMSG the file is not to be
 * believed; another -errno.
 */
int remember_read(const struct context *ctx, struct load_request *request)
{
	char path[PATH_MAX];
	int fd, err;

	memset(request, 0, sizeof(*request));
	if (!path_join(path, ctx, REMEMBERED))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
			O_NOCTTY);
	if (fd < 0)
		return errno == ELOOP ? -EBADMSG : -errno;
	err = read_request(fd, request);
	close(fd);
	return err;
}

/* Not json_add_string(): these bytes have to come back as they were. */
static int add_exactly(struct json_object *object, const char *name,
		       const char *value)
{
	struct json_object *string = NULL;

	if (value) {
		string = json_object_new_string(value);
		if (!string)
			return -ENOMEM;
	}
	if (!json_object_object_add(object, name, string))
		return 0;
	json_object_put(string);
	return -ENOMEM;
}

static int build_object(const struct load_request *request,
			struct json_object *object)
{
	int err;

	if (json_object_object_add(object, "format",
				   json_object_new_int(FORMAT_NUMBER)))
		return -ENOMEM;
	err = add_exactly(object, "kernel", request->kernel);
	if (!err)
		err = add_exactly(object, "initrd", request->initrd);
	if (!err)
		err = add_exactly(object, "command_line",
				  request->command_line);
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

/* Readers see the old file or the new one, never a part of one. */
static int replace_file(const char *path, const char *text)
{
	char temporary[PATH_MAX];
	int fd, err;

	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >=
	    (int)sizeof(temporary))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;

	err = write_all(fd, text, strlen(text));
	if (close(fd) < 0 && !err)
		err = -errno;
	if (!err && rename(temporary, path) < 0)
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}

static int make_directory(const char *path)
{
	char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "%.*s",
		 (int)(strrchr(path, '/') - path), path);
	if (mkdir(directory, 0755) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}

/**
 * remember_write() - remember what was loaded
 * @ctx: the context
 * @request: what was loaded
 *
 * Return: 0 or -errno; on an error the old memory is kept.
 */
int remember_write(const struct context *ctx,
		   const struct load_request *request)
{
	struct json_object *object;
	char path[PATH_MAX];
	const char *text;
	int err;

	if (!path_join(path, ctx, REMEMBERED))
		return -ENAMETOOLONG;
	err = make_directory(path);
	if (err)
		return err;

	object = json_object_new_object();
	if (!object)
		return -ENOMEM;
	err = build_object(request, object);
	if (!err) {
		text = json_object_to_json_string_ext(object,
					JSON_C_TO_STRING_PLAIN |
					JSON_C_TO_STRING_NOSLASHESCAPE);
		err = text ? replace_file(path, text) : -ENOMEM;
	}
	json_object_put(object);
	return err;
}

/**
 * remember_forget() - forget what was loaded
 * @ctx: the context
 *
 * Return: 0, also if nothing was remembered, or -errno.
 */
int remember_forget(const struct context *ctx)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, REMEMBERED))
		return -ENAMETOOLONG;
	if (unlink(path) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}
