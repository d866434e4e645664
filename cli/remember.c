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
#include <unistd.h>

#include <json-c/json.h>

#include "file.h"
#include "guard.h"
#include "out.h"

#define FORMAT_NUMBER 1
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
	free(request->command);
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

/* Times came later to the format: absent is 0, as for what never happened. */
static int take_time(struct json_object *object, const char *name,
		     int64_t *value)
{
	struct json_object *member;

	if (!json_object_object_get_ex(object, name, &member))
		return 0;
	if (!json_object_is_type(member, json_type_int) ||
	    json_object_get_int64(member) < 0)
		return -EBADMSG;
	*value = json_object_get_int64(member);
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
	if (!err)
		err = take_time(object, "loaded_ns", &request->loaded_ns);
	if (!err)
		err = take_time(object, "lease_end_ns",
				&request->lease_end_ns);
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
	if (length > TEXT_LIMIT)
		return -EBADMSG;
	tokener = json_tokener_new_ex(DEPTH_LIMIT);
	if (!tokener)
		return -ENOMEM;
	/* Not STRICT: json-c 0.18 then takes no byte of a path beyond ASCII. */
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
	size_t length;
	char *text;
	int err;

	memset(request, 0, sizeof(*request));
	err = trusted_read(ctx, REMEMBERED, O_NOFOLLOW, &text, &length);
	if (err)
		return err == -EPERM || err == -EFBIG ? -EBADMSG : err;
	err = remember_parse(text, length, request);
	free(text);
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

static int add_number(struct json_object *object, const char *name,
		      int64_t value)
{
	struct json_object *number = json_object_new_int64(value);

	if (!number)
		return -ENOMEM;
	if (!json_object_object_add(object, name, number))
		return 0;
	json_object_put(number);
	return -ENOMEM;
}

static int build_object(const struct load_request *request,
			struct json_object *object)
{
	int err;

	err = add_number(object, "format", FORMAT_NUMBER);
	if (!err)
		err = add_number(object, "loaded_ns", request->loaded_ns);
	if (!err)
		err = add_number(object, "lease_end_ns",
				 request->lease_end_ns);
	if (!err)
		err = add_exactly(object, "kernel", request->kernel);
	if (!err)
		err = add_exactly(object, "initrd", request->initrd);
	if (!err)
		err = add_exactly(object, "command_line",
				  request->command_line);
	return err;
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
	err = file_make_directory(path);
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
		err = text ? file_replace(path, text, 0600) : -ENOMEM;
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
