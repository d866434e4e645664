// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See config.h. Lines of "key = value". A value extends to the end of its line,
 * without quoting, so that a command line can be written as it is. Anything
 * unknown is an error: a file that decides what boots next must not be applied
 * in part.
 */
#include "loader/config.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
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

/* Returns what is wrong, or NULL. */
static const char *set_key(struct config *config, const char *name,
			   const char *value)
{
	const struct key *key = find_key(name);
	void *to;

	if (!key)
		return "unknown key";
	if (!*value)
		return "the value is missing";
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

static const char *parse_line(struct config *config, char *line)
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
	return set_key(config, trim(line), trim(equals + 1));
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
		error->message = parse_line(config, line);
		if (error->message)
			return -EBADMSG;
	}
	error->line = 0;
	error->message = check_whole(config);
	return error->message ? -EBADMSG : 0;
}

static void config_init(struct config *config)
{
	*config = (struct config){ .settle_ns = -1, .timeout_ns = -1 };
}

/**
 * config_parse() - read settings from the file's text
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
	char *copy;
	int err;

	config_init(config);
	*error = (struct config_error){ .file = CONFIG };
	if (strlen(text) != length) {
		error->message = "the file contains a NUL";
		return -EBADMSG;
	}
	copy = strdup(text);
	if (!copy)
		return -ENOMEM;
	err = parse_lines(copy, config, error);
	free(copy);
	if (err)
		config_free(config);
	return err;
}

/**
 * config_read() - read the settings
 * @ctx: the context
 * @config: where to put them; free them with config_free()
 * @error: where to put what is wrong
 *
 * Without the file nothing is set, which is no error.
 *
 * Return: 0; -EBADMSG the file is not valid; errors of file_read_trusted().
 */
int config_read(const struct context *ctx, struct config *config,
		struct config_error *error)
{
	size_t length;
	char *text;
	int err;

	config_init(config);
	*error = (struct config_error){ .file = CONFIG };
	err = file_read_trusted(ctx, CONFIG, 0, &text, &length);
	if (err == -ENOENT)
		return 0;
	if (err)
		return err;
	err = config_parse(text, length, config, error);
	free(text);
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
