// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See config.h. Lines of "key = value". A value extends to the end of its line,
 * without quoting, so that a command line can be written as it is. An unknown
 * key is reported and ignored: it may be of a newer version. Any other error
 * makes all of it invalid: what decides what boots next must not be applied in
 * part.
 */
#include "loader/config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "format.h"
#include "out.h"

/* The kernel's own limit is lower on every architecture. */
#define LINE_LIMIT 8192

enum kind { PATH, TEXT, SECONDS };

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *words[2];	/* a path may also be one of these */
} keys[] = {
	{ "kernel", PATH, offsetof(struct config, kernel),
	  { CONFIG_DEFAULT_KERNEL, CONFIG_NEWEST_KERNEL } },
	{ "entry", TEXT, offsetof(struct config, entry), { NULL } },
	{ "initrd", PATH, offsetof(struct config, initrd),
	  { CONFIG_NO_INITRD } },
	{ "command_line", TEXT, offsetof(struct config, command_line),
	  { NULL } },
	{ "append", TEXT, offsetof(struct config, append), { NULL } },
	{ "reload_command", TEXT, offsetof(struct config, reload_command),
	  { NULL } },
	{ "kdump_reload", TEXT, offsetof(struct config, kdump_reload),
	  { NULL } },
	{ "settle", SECONDS, offsetof(struct config, settle_ns), { NULL } },
	{ "timeout", SECONDS, offsetof(struct config, timeout_ns), { NULL } },
};

static const struct key *find_key(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Removes blanks at both ends, in place. */
static char *trim(char *text)
{
	char *end;

	while (is_blank(*text))
		text++;
	end = text + strlen(text);
	while (end > text && is_blank(end[-1]))
		end--;
	*end = '\0';
	return text;
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return true;
	return false;
}

static const char *set_text(char **to, const char *value)
{
	if (*to)
		return "the key is given twice";
	*to = strdup(value);
	return *to ? NULL : "no memory";
}

static bool is_one_of(const char *const words[2], const char *value)
{
	return (words[0] && !strcmp(value, words[0])) ||
	       (words[1] && !strcmp(value, words[1]));
}

static const char *set_path(const struct key *key, char **to,
			    const char *value)
{
	if (!is_one_of(key->words, value) &&
	    (*value != '/' || strlen(value) >= PATH_MAX))
		return "a path must be absolute";
	return set_text(to, value);
}

static const char *set_seconds(int64_t *to, const char *value)
{
	if (*to >= 0)
		return "the key is given twice";
	return parse_seconds(value, to) ? "not a number of seconds" : NULL;
}

/* The first one. */
static const char *note_unknown(struct config *config,
				const struct config_error *error,
				const char *name)
{
	if (!*config->unknown)
		snprintf(config->unknown, sizeof(config->unknown),
			 "%s:%u: unknown key \"%.32s\" is ignored",
			 error->file, error->line, name);
	return NULL;
}

/* Returns what is wrong, or NULL. */
static const char *set_key(struct config *config,
			   const struct config_error *error, const char *name,
			   const char *value)
{
	const struct key *key = find_key(name);
	void *to;

	if (!*name || strpbrk(name, " \t[]\""))
		return "not \"key = value\"";
	if (!*value)
		return "the value is missing";
	if (!key)
		return note_unknown(config, error, name);
	to = (char *)config + key->offset;
	switch (key->kind) {
	case PATH:
		return set_path(key, to, value);
	case SECONDS:
		return set_seconds(to, value);
	default:
		return set_text(to, value);
	}
}

static const char *parse_line(struct config *config,
			      const struct config_error *error, char *line)
{
	char *equals;

	if (strlen(line) > LINE_LIMIT)
		return "the line is too long";
	if (has_control(line))
		return "the line contains a control character";
	line = trim(line);
	if (!*line || *line == '#')
		return NULL;
	equals = strchr(line, '=');
	if (!equals)
		return "not \"key = value\"";
	*equals = '\0';
	return set_key(config, error, trim(line), trim(equals + 1));
}

static const char *check_whole(const struct config *config)
{
	if (config->command_line && config->append)
		return "command_line and append exclude each other";
	if (!!config->kernel + !!config->entry + !!config->reload_command > 1)
		return "kernel, entry and reload_command exclude each other";
	if (!config->kernel && !config->entry &&
	    (config->initrd || config->command_line || config->append))
		return "initrd, command_line and append need kernel or entry";
	return NULL;
}

static int parse_lines(char *text, struct config *config,
		       struct config_error *error)
{
	char *line;

	for (error->line = 1; (line = strsep(&text, "\n")); error->line++) {
		error->message = parse_line(config, error, line);
		if (error->message)
			return -EBADMSG;
	}
	error->line = 0;
	return 0;
}

static void config_init(struct config *config)
{
	*config = (struct config){ .settle_ns = -1, .timeout_ns = -1 };
}

static int parse_text(const char *text, size_t length, struct config *config,
		      struct config_error *error)
{
	char *copy;
	int err;

	if (strlen(text) != length) {
		error->message = "the file contains a NUL";
		return -EBADMSG;
	}
	copy = strdup(text);
	if (!copy)
		return -ENOMEM;
	err = parse_lines(copy, config, error);
	free(copy);
	return err;
}

static void error_init(struct config_error *error, const char *file)
{
	*error = (struct config_error){ 0 };
	snprintf(error->file, sizeof(error->file), "%s", file);
}

static int finish(struct config *config, struct config_error *error, int err)
{
	if (!err) {
		error->message = check_whole(config);
		err = error->message ? -EBADMSG : 0;
	}
	if (err)
		config_free(config);
	return err;
}

/**
 * config_parse() - read settings from one file's text
 * @text: the text, with a NUL after @length bytes
 * @length: its length
 * @config: where to put the settings; free them with config_free()
 * @error: where to put what is wrong
 *
 * Return: 0; -EBADMSG; -ENOMEM.
 */
int config_parse(const char *text, size_t length, struct config *config,
		 struct config_error *error)
{
	config_init(config);
	error_init(error, CONFIG);
	return finish(config, error, parse_text(text, length, config, error));
}

/* What says what to load replaces all that an earlier file says of that. */
static void forget_image(struct config *config)
{
	char **const image[] = {
		&config->kernel, &config->entry, &config->initrd,
		&config->command_line, &config->append,
		&config->reload_command,
	};
	size_t i;

	for (i = 0; i < sizeof(image) / sizeof(image[0]); i++) {
		free(*image[i]);
		*image[i] = NULL;
	}
}

static void merge_text(char **to, char **from)
{
	if (!*from)
		return;
	free(*to);
	*to = *from;
	*from = NULL;
}

/* Moves what the later file sets. */
static void merge(struct config *to, struct config *later)
{
	size_t i;

	if (later->kernel || later->entry || later->reload_command)
		forget_image(to);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		void *into = (char *)to + keys[i].offset;
		void *from = (char *)later + keys[i].offset;

		if (keys[i].kind != SECONDS)
			merge_text(into, from);
		else if (*(int64_t *)from >= 0)
			*(int64_t *)into = *(int64_t *)from;
	}
	if (!*to->unknown)
		strcpy(to->unknown, later->unknown);
}

static int read_file(const struct context *ctx, const char *name,
		     struct config *config, struct config_error *error)
{
	struct config later;
	size_t length;
	char *text;
	int err;

	error_init(error, name);
	err = file_read_trusted(ctx, name, 0, &text, &length);
	if (err)
		return err == -ENOENT ? 0 : err;
	config_init(&later);
	err = parse_text(text, length, &later, error);
	free(text);
	if (!err)
		merge(config, &later);
	config_free(&later);
	return err;
}

static int is_drop_in(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 && length < 256 &&
	       !strcmp(entry->d_name + length - 5, ".conf");
}

static int read_drop_ins(const struct context *ctx, struct config *config,
			 struct config_error *error)
{
	char path[PATH_MAX], name[sizeof(CONFIG_DROP_INS) + 256];
	struct dirent **entries;
	int i, number, err = 0;

	if (!path_join(path, ctx, CONFIG_DROP_INS))
		return -ENAMETOOLONG;
	number = scandir(path, &entries, is_drop_in, alphasort);
	if (number < 0)
		return errno == ENOENT ? 0 : -errno;
	for (i = 0; i < number; i++) {
		snprintf(name, sizeof(name), CONFIG_DROP_INS "/%.255s",
			 entries[i]->d_name);
		free(entries[i]);
		if (!err)
			err = read_file(ctx, name, config, error);
	}
	free(entries);
	return err;
}

/**
 * config_read() - read the settings
 * @ctx: the context
 * @config: where to put them; free them with config_free()
 * @error: where to put what is wrong
 *
 * Of CONFIG, then of the files in CONFIG_DROP_INS. Without any of them nothing
 * is set, which is no error. Warns of an unknown key.
 *
 * Return: 0; -EBADMSG a file is not valid; errors of file_read_trusted().
 */
int config_read(const struct context *ctx, struct config *config,
		struct config_error *error)
{
	int err;

	config_init(config);
	err = read_file(ctx, CONFIG, config, error);
	if (!err)
		err = read_drop_ins(ctx, config, error);
	err = finish(config, error, err);
	if (!err && *config->unknown && !ctx->is_quiet)
		fprintf(stderr, "kexecguardctl: %s\n", config->unknown);
	return err;
}

/**
 * config_free() - free the settings' strings
 * @config: the settings; none is set afterwards
 */
void config_free(struct config *config)
{
	free(config->kernel);
	free(config->entry);
	free(config->initrd);
	free(config->command_line);
	free(config->append);
	free(config->reload_command);
	free(config->kdump_reload);
	config_init(config);
}

/**
 * config_error_report() - report an error of config_read()
 * @ctx: the context
 * @err: what config_read() returned
 * @error: what it wrote there
 *
 * Return: the exit code.
 */
enum answer config_error_report(const struct context *ctx, int err,
				const struct config_error *error)
{
	if (err == -EPERM)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s decides what is booted, but not only root can change it; it is not used",
				 error->file);
	if (err != -EBADMSG)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read %s", error->file);
	if (!error->line)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL, "%s: %s",
				 error->file, error->message);
	return out_error(ctx, ANSWER_UNKNOWN, 0, NULL, "%s:%u: %s",
			 error->file, error->line, error->message);
}
