// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See run_state.h. "loaded" is JSON. It decides what root boots next, so it is
 * used only if it is a regular file of root's (or the caller's) that nobody
 * else can write to, and only if every member is valid.
 *
 * "unwanted" holds the time of the request. It is written before the image is
 * unloaded, and read after an image was loaded: the later of the two unloads.
 */
#include "loader/run_state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <json-c/json.h>

#include "clock.h"
#include "file.h"

#define LOCK "/run/kexecguard/lock"

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

/**
 * lease_is_over() - is the lease of an image over
 * @request: the image
 *
 * Return: false also if it has none.
 */
bool lease_is_over(const struct load_request *request)
{
	return request->lease_end_ns &&
	       !clock_remaining(request->lease_end_ns);
}

/**
 * load_is_foreign() - has another program loaded an image since
 * @guard: the device
 * @request: what this tool loaded last
 * @foreign: where to put the answer
 *
 * Return: 0 or -errno.
 */
int load_is_foreign(struct kguard *guard, const struct load_request *request,
		    bool *foreign)
{
	struct kguard_status *status;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*foreign = request->loaded_ns &&
		   kguard_status_get_last_load_ns(status) >
		   (uint64_t)request->loaded_ns;
	kguard_status_free(status);
	return 0;
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

/* Older files have no times: absent is 0. */
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
 * @text: the text, with a NUL after @length bytes
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
	/* Not STRICT: json-c 0.18 then rejects paths that are not ASCII. */
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
 * Return: 0; -ENOENT nothing is remembered; -EBADMSG the file is not valid, or
 * cannot be trusted; another -errno.
 */
int remember_read(const struct context *ctx, struct load_request *request)
{
	size_t length;
	char *text;
	int err;

	memset(request, 0, sizeof(*request));
	err = file_read_trusted(ctx, REMEMBERED, O_NOFOLLOW, &text,
				&length);
	if (err)
		return err == -EPERM || err == -EFBIG ? -EBADMSG : err;
	err = remember_parse(text, length, request);
	free(text);
	return err;
}

/* Not json_add_string(), which escapes: these bytes are read back. */
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
 * Return: 0 or -errno; on an error the old file is kept.
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
	err = file_make_parent(path);
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

static int remove_file(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, name))
		return -ENAMETOOLONG;
	if (unlink(path) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

/**
 * remember_forget() - forget what was loaded
 * @ctx: the context
 *
 * Return: 0, also if nothing was remembered, or -errno.
 */
int remember_forget(const struct context *ctx)
{
	return remove_file(ctx, REMEMBERED);
}

/**
 * unwanted_note() - note that no image is wanted from now on
 * @ctx: the context
 *
 * A later load, by any program, overrides it.
 *
 * Return: 0 or -errno.
 */
int unwanted_note(const struct context *ctx)
{
	char path[PATH_MAX], text[32];
	int err;

	if (!path_join(path, ctx, UNWANTED))
		return -ENAMETOOLONG;
	err = file_make_parent(path);
	if (err)
		return err;
	snprintf(text, sizeof(text), "%" PRId64 "\n", clock_now());
	return file_replace(path, text, 0644);
}

/**
 * unwanted_withdraw() - forget that no image was wanted
 * @ctx: the context
 *
 * Return: 0, also if nothing was noted, or -errno.
 */
int unwanted_withdraw(const struct context *ctx)
{
	return remove_file(ctx, UNWANTED);
}

/**
 * unwanted_since() - was it noted that no image is wanted
 * @ctx: the context
 * @since_ns: after this moment, nanoseconds of CLOCK_BOOTTIME
 *
 * Return: true if so; false also if the note cannot be read.
 */
bool unwanted_since(const struct context *ctx, int64_t since_ns)
{
	char text[LINE_LEN];

	file_read_line(ctx, UNWANTED, text, sizeof(text));
	return strtoll(text, NULL, 10) > since_ns;
}

/**
 * lock_take() - wait until no other loader is at work
 * @ctx: the context
 *
 * Without it a "reload" that found no image could replace what a "load" has
 * loaded since. The kernel releases the lock when its holder exits. A caller
 * without the privilege to take the lock cannot load either, so the error can
 * be ignored.
 *
 * Return: the lock, for lock_release(), or -errno.
 */
int lock_take(const struct context *ctx)
{
	char path[PATH_MAX];
	int fd, err;

	if (!path_join(path, ctx, LOCK))
		return -ENAMETOOLONG;
	err = file_make_parent(path);
	if (err)
		return err;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY,
		  0600);
	if (fd < 0)
		return -errno;
	while (flock(fd, LOCK_EX) && errno == EINTR)
		;
	return fd;
}

/**
 * lock_release() - let the next loader continue
 * @fd: what lock_take() returned
 */
void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
