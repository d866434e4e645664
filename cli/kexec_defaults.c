// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads what Debian's kexec-load reads: /etc/default/kexec and the snippets in
 * kexec.d. They are shell scripts that it sources; here only assignments of
 * plain words are understood, which is what packages and people write there.
 * Anything else is an error and not a guess.
 */
#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "guard.h"

static char **variable(struct kexec_defaults *defaults, const char *name)
{
	const struct {
		const char *name;
		char **value;
	} variables[] = {
		{ "KERNEL_IMAGE", &defaults->kernel },
		{ "INITRD", &defaults->initrd },
		{ "APPEND", &defaults->append },
		{ "LOAD_KEXEC", &defaults->load },
		{ "USE_GRUB_CONFIG", &defaults->use_grub },
	};
	size_t i;

	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (!strcmp(variables[i].name, name))
			return variables[i].value;
	return NULL;
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Characters that mean nothing to a shell outside of quotes. */
static bool is_plain(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("/._-+,:@%=", c)) ||
	       (unsigned char)c >= 128;
}

static bool take_single(const char **from, char **to)
{
	while (**from && **from != '\'')
		*(*to)++ = *(*from)++;
	return *(*from)++ == '\'';
}

static bool take_double(const char **from, char **to)
{
	for (; **from && **from != '"'; (*from)++) {
		if (**from == '$' || **from == '`')
			return false;
		if (**from == '\\' && (*from)[1] && strchr("\"\\$`", (*from)[1]))
			(*from)++;
		*(*to)++ = **from;
	}
	return *(*from)++ == '"';
}

/*
 * One word as the shell would read it, with its quotes taken away; @to has
 * room for all of @from. Returns what follows the word, or NULL.
 */
static const char *take_word(const char *from, char *to)
{
	bool is_good = true;

	while (is_good && *from) {
		if (is_plain(*from)) {
			*to++ = *from++;
		} else if (*from == '\'') {
			from++;
			is_good = take_single(&from, &to);
		} else if (*from == '"') {
			from++;
			is_good = take_double(&from, &to);
		} else {
			break;
		}
	}
	*to = '\0';
	return is_good ? from : NULL;
}

static bool is_end(const char *text)
{
	size_t blanks = strspn(text, " \t\r");

	if (text[blanks] == ';')
		return is_end(text + blanks + 1);
	return !text[blanks] || (blanks && text[blanks] == '#');
}

static const char *parse_line(struct kexec_defaults *defaults,
			      const char *line)
{
	char name[32], *value, **to;
	const char *rest;
	size_t length;

	line += strspn(line, " \t\r");
	if (!*line || *line == '#')
		return NULL;
	if (!strncmp(line, "export ", 7))
		line += 7 + strspn(line + 7, " ");
	for (length = 0; is_name(line[length]); length++)
		;
	if (!length || line[length] != '=' || isdigit((unsigned char)*line))
		return "not an assignment";
	snprintf(name, sizeof(name), "%.*s", (int)length, line);

	value = malloc(strlen(line) + 1);
	if (!value)
		return "no memory";
	rest = take_word(line + length + 1, value);
	if (!rest || !is_end(rest)) {
		free(value);
		return "not a plain word";
	}
	to = length < sizeof(name) ? variable(defaults, name) : NULL;
	if (!to) {
		free(value);
		return NULL;
	}
	free(*to);
	*to = value;
	return NULL;
}

/**
 * kexec_defaults_parse() - take in one file
 * @text: the text, NUL-terminated behind @length; changed
 * @length: its length
 * @defaults: what is found replaces what is there
 * @error: where to put what is wrong; its file is left alone
 *
 * Return: 0 or -EBADMSG.
 */
int kexec_defaults_parse(char *text, size_t length,
			 struct kexec_defaults *defaults,
			 struct config_error *error)
{
	char *line;

	error->line = 0;
	error->message = "there is a NUL in it";
	if (strlen(text) != length)
		return -EBADMSG;
	for (error->line = 1; (line = strsep(&text, "\n")); error->line++) {
		error->message = parse_line(defaults, line);
		if (error->message)
			return -EBADMSG;
	}
	error->line = 0;
	return 0;
}

static int read_file(const struct context *ctx, const char *name,
		     struct kexec_defaults *defaults,
		     struct config_error *error)
{
	size_t length;
	char *text;
	int err;

	err = trusted_read(ctx, name, 0, &text, &length);
	if (err)
		return err;
	err = kexec_defaults_parse(text, length, defaults, error);
	free(text);
	return err;
}

/* As run-parts chooses. */
static int is_snippet(const struct dirent *entry)
{
	const char *name = entry->d_name;

	while (is_name(*name) || *name == '-')
		name++;
	return !*name;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_snippets(const struct context *ctx,
			 struct kexec_defaults *defaults,
			 struct config_error *error)
{
	struct dirent **entries;
	char path[PATH_MAX];
	int i, number, err = 0;

	if (!path_join(path, ctx, KEXEC_DEFAULTS_DIRECTORY))
		return -ENAMETOOLONG;
	number = scandir(path, &entries, is_snippet, by_bytes);
	if (number < 0)
		return errno == ENOENT ? 0 : -errno;
	error->file = KEXEC_DEFAULTS_DIRECTORY;
	for (i = 0; i < number; i++) {
		snprintf(path, sizeof(path), KEXEC_DEFAULTS_DIRECTORY "/%s",
			 entries[i]->d_name);
		if (!err)
			err = read_file(ctx, path, defaults, error);
		free(entries[i]);
	}
	free(entries);
	return err;
}

static void free_defaults(struct kexec_defaults *defaults)
{
	free(defaults->kernel);
	free(defaults->initrd);
	free(defaults->append);
	free(defaults->load);
	free(defaults->use_grub);
}

static bool is_set(const char *value)
{
	return value && *value;
}

static bool is_true(const char *value)
{
	return value && !strcmp(value, "true");
}

/* An empty value is as good as none, as it is for kexec-load. */
static void move_value(char **to, char **from)
{
	if (!is_set(*from))
		return;
	*to = *from;
	*from = NULL;
}

static int to_config(struct kexec_defaults *defaults, struct config *config,
		     struct config_error *error)
{
	if (!is_true(defaults->load) || !is_set(defaults->kernel))
		return -ENOENT;
	if (is_true(defaults->use_grub)) {
		error->message = "it says that GRUB's menu decides, which this tool does not read";
		return -EBADMSG;
	}
	if (*defaults->kernel != '/' ||
	    (is_set(defaults->initrd) && *defaults->initrd != '/')) {
		error->message = "a path has to be absolute";
		return -EBADMSG;
	}
	move_value(&config->kernel, &defaults->kernel);
	move_value(&config->initrd, &defaults->initrd);
	/* Its APPEND is the whole command line. */
	move_value(&config->command_line, &defaults->append);
	if (!config->initrd)
		config->initrd = strdup(CONFIG_NO_INITRD);
	return config->initrd ? 0 : -ENOMEM;
}

/**
 * kexec_defaults_read() - how kexec-load would load
 * @ctx: the context
 * @config: gets the image's settings, if none are set there
 * @error: where to put what is wrong
 *
 * Only if it is told to load at all (LOAD_KEXEC=true): what its package wrote
 * there on installation is nobody's wish.
 *
 * Return: 0; -ENOENT it would not load; -EBADMSG the file is not understood;
 * as trusted_read().
 */
int kexec_defaults_read(const struct context *ctx, struct config *config,
			struct config_error *error)
{
	struct kexec_defaults defaults = { 0 };
	int err;

	*error = (struct config_error){ .file = KEXEC_DEFAULTS };
	err = read_file(ctx, KEXEC_DEFAULTS, &defaults, error);
	if (!err)
		err = read_snippets(ctx, &defaults, error);
	if (!err) {
		error->file = KEXEC_DEFAULTS;
		err = to_config(&defaults, config, error);
	}
	free_defaults(&defaults);
	return err;
}
