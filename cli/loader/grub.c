// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See grub.h. Understands what grub-mkconfig(8) writes: menu entries, submenus,
 * quoting, variables that are set to a text. Conditions are not evaluated; what
 * depends on one that is not known here is found by its name only.
 */
#include "loader/grub.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

#define WORDS_MAX 128
#define DEPTH_MAX 8

struct words {
	char *list[WORDS_MAX];
	size_t number;
};

/* One word, without its quotes; the text after it, or NULL at the end. */
static const char *take_word(const char *text, char *to)
{
	char quote = '\0';

	text += strspn(text, " \t");
	if (!*text || *text == '#')
		return NULL;
	for (; *text && (quote || (*text != ' ' && *text != '\t')); text++) {
		if (quote != '\'' && *text == '\\' && text[1])
			*to++ = *++text;
		else if (quote ? *text == quote : *text == '\'' || *text == '"')
			quote = quote ? '\0' : *text;
		else
			*to++ = *text;
	}
	*to = '\0';
	return text;
}

static void split(const char *line, char *storage, struct words *words)
{
	words->number = 0;
	while (words->number < WORDS_MAX &&
	       (line = take_word(line, storage))) {
		words->list[words->number++] = storage;
		storage += strlen(storage) + 1;
	}
}

static bool is_word(const struct words *words, size_t i, const char *word)
{
	return i < words->number && !strcmp(words->list[i], word);
}

/* Calls @each for each line until it returns true. */
static void each_line(const char *text,
		      bool (*each)(const struct words *words, void *data),
		      void *data)
{
	struct words words;
	char *line, *storage;
	size_t length;

	storage = malloc(strlen(text) + 2);
	line = malloc(strlen(text) + 1);
	while (storage && line && *text) {
		length = strcspn(text, "\n");
		memcpy(line, text, length);
		line[length] = '\0';
		text += length + (text[length] == '\n');
		split(line, storage, &words);
		if (words.number && each(&words, data))
			break;
	}
	free(storage);
	free(line);
}

struct lookup {
	const char *name;
	char *value;
};

/* Of "set name=value", the last one. */
static bool take_setting(const struct words *words, void *data)
{
	struct lookup *lookup = data;
	size_t length = strlen(lookup->name);

	if (!is_word(words, 0, "set") || words->number < 2 ||
	    strncmp(words->list[1], lookup->name, length) ||
	    words->list[1][length] != '=')
		return false;
	free(lookup->value);
	lookup->value = strdup(words->list[1] + length + 1);
	return false;
}

/**
 * grub_variable() - a variable of the environment block
 * @grub: the configuration
 * @name: the variable
 *
 * Return: its value, to be freed; NULL if it is not set.
 */
char *grub_variable(const struct grub *grub, const char *name)
{
	size_t length = strlen(name);
	const char *line;

	for (line = grub->environment; *line;
	     line += strcspn(line, "\n"), line += *line == '\n')
		if (!strncmp(line, name, length) && line[length] == '=')
			return strndup(line + length + 1,
				       strcspn(line + length + 1, "\n"));
	return NULL;
}

static char *value_of(const struct grub *grub, const char *name)
{
	struct lookup lookup = { .name = name };
	char *value = grub_variable(grub, name);

	if (value)
		return value;
	each_line(grub->config, take_setting, &lookup);
	return lookup.value;
}

/* Writes the value of the variable at @text, and returns what follows it. */
static const char *expand_one(const struct grub *grub, const char *text,
			      FILE *out)
{
	bool braced = text[1] == '{';
	char name[64], *value;
	size_t length = 0;

	text += 1 + braced;
	while (isalnum((unsigned char)*text) || *text == '_') {
		if (length < sizeof(name) - 1)
			name[length++] = *text;
		text++;
	}
	name[length] = '\0';
	text += braced && *text == '}';
	value = value_of(grub, name);
	/* Once: a value with a dollar is taken as it is. */
	if (value)
		fputs(value, out);
	free(value);
	return text;
}

/**
 * grub_expand() - replace variables by their values
 * @grub: the configuration
 * @text: the text
 *
 * A variable that is not set becomes nothing, as it does in GRUB.
 *
 * Return: the result, to be freed; NULL without memory.
 */
char *grub_expand(const struct grub *grub, const char *text)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return NULL;
	while (*text) {
		if (*text == '$')
			text = expand_one(grub, text, out);
		else
			putc(*text++, out);
	}
	if (!fclose(out))
		return result;
	free(result);
	return NULL;
}

/**
 * grub_default() - what GRUB boots next
 * @grub: the configuration
 *
 * Return: a number, identifier or title, or several separated by ">"; to be
 * freed; NULL without memory.
 */
char *grub_default(const struct grub *grub)
{
	struct lookup lookup = { .name = "default" };
	char *next = grub_variable(grub, "next_entry"), *value;

	if (next && *next)
		return next;
	free(next);
	each_line(grub->config, take_setting, &lookup);
	value = lookup.value ? grub_expand(grub, lookup.value) : NULL;
	free(lookup.value);
	if (value && *value)
		return value;
	free(value);
	return strdup("0");
}

static bool find_command(const struct words *words, void *data)
{
	struct lookup *lookup = data;

	if (is_word(words, 0, lookup->name) && !lookup->value)
		lookup->value = strdup("");
	return lookup->value;
}

/**
 * grub_has_command() - does the configuration run a command
 * @grub: the configuration
 * @command: the command
 *
 * Return: true if so.
 */
bool grub_has_command(const struct grub *grub, const char *command)
{
	struct lookup lookup = { .name = command };

	each_line(grub->config, find_command, &lookup);
	free(lookup.value);
	return lookup.value;
}

/* Where in the menu the reader is, and what it has found. */
struct search {
	const struct grub *grub;
	const char *wanted;		/* the part that is to match now */
	unsigned int depth;		/* open braces */
	unsigned int submenus[DEPTH_MAX];	/* the depth inside of each */
	unsigned int nr_submenus;
	unsigned int nr_matched;	/* of those, from the outermost on */
	unsigned int count[DEPTH_MAX + 1];	/* entries before, in each */
	unsigned int entry_depth;	/* inside the entry, 0 outside */
	char *kernel;
	char *initrd;
};

static bool is_number(const char *text, size_t length, unsigned int number)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%u", number);
	return length == strlen(digits) && !strncmp(text, digits, length);
}

/* By number, title, or what follows --id or $menuentry_id_option. */
static bool matches(const struct search *search, const struct words *words,
		    size_t length)
{
	size_t i;

	if (is_number(search->wanted, length,
		      search->count[search->nr_submenus]))
		return true;
	for (i = 1; i < words->number; i++) {
		if (i > 1 && strcmp(words->list[i - 1], "--id") &&
		    strcmp(words->list[i - 1], "$menuentry_id_option"))
			continue;
		if (strlen(words->list[i]) == length &&
		    !strncmp(words->list[i], search->wanted, length))
			return true;
	}
	return false;
}

static void enter_submenu(struct search *search, bool matched)
{
	if (search->nr_submenus == DEPTH_MAX)
		return;
	search->submenus[search->nr_submenus++] = search->depth + 1;
	search->count[search->nr_submenus] = 0;
	search->nr_matched += matched;
}

static void begin_entry(struct search *search, const struct words *words)
{
	size_t length = strcspn(search->wanted, ">");
	bool is_submenu = is_word(words, 0, "submenu");
	bool matched = search->nr_matched == search->nr_submenus &&
		       matches(search, words, length);

	search->count[search->nr_submenus]++;
	if (is_submenu) {
		enter_submenu(search, matched);
		/* A submenu boots its first entry. */
		if (matched)
			search->wanted = search->wanted[length] ?
				search->wanted + length + 1 : "0";
	} else if (matched && !search->wanted[length]) {
		search->entry_depth = search->depth + 1;
	}
}

static char *join(const struct words *words, size_t from)
{
	char *text = NULL;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (i = from; i < words->number; i++)
		fprintf(out, "%s%s", i > from ? " " : "", words->list[i]);
	fclose(out);
	return text;
}

static void take_command(struct search *search, const struct words *words)
{
	if (!search->kernel && (is_word(words, 0, "linux") ||
			       is_word(words, 0, "linux16") ||
			       is_word(words, 0, "linuxefi")))
		search->kernel = join(words, 1);
	if (!search->initrd && (is_word(words, 0, "initrd") ||
				is_word(words, 0, "initrd16") ||
				is_word(words, 0, "initrdefi")))
		search->initrd = join(words, 1);
}

static bool read_line(const struct words *words, void *data)
{
	struct search *search = data;
	const char *last = words->list[words->number - 1];

	if (is_word(words, 0, "}")) {
		if (search->entry_depth == search->depth &&
		    search->entry_depth)
			return true;
		if (search->nr_submenus && search->depth ==
		    search->submenus[search->nr_submenus - 1]) {
			search->nr_submenus--;
			if (search->nr_matched > search->nr_submenus)
				return true;
		}
		search->depth -= search->depth > 0;
		return false;
	}
	if (search->entry_depth)
		take_command(search, words);
	else if (is_word(words, 0, "menuentry") ||
		 is_word(words, 0, "submenu"))
		begin_entry(search, words);
	search->depth += !strcmp(last, "{");
	return false;
}

/* Ends the text after its first word; returns what followed. */
static char *cut(char *text)
{
	text += strcspn(text, " ");
	if (*text)
		*text++ = '\0';
	return text + strspn(text, " ");
}

static int take_entry(const struct context *ctx, const struct search *search,
		      struct boot_entry *entry, const char **problem)
{
	char *kernel = grub_expand(search->grub, search->kernel);
	char *initrd = grub_expand(search->grub, search->initrd ?: "");
	const char *options;
	int err = -ENOMEM;

	if (kernel && initrd) {
		options = cut(kernel);
		if (*cut(initrd)) {
			*problem = entry_several_initrds;
			err = -EOPNOTSUPP;
		} else {
			err = entry_set(ctx, entry, "/boot", kernel,
					*initrd ? initrd : NULL, options);
		}
	}
	free(kernel);
	free(initrd);
	return err;
}

/**
 * grub_find() - find an entry of the menu
 * @ctx: the context
 * @grub: the configuration
 * @wanted: as grub_default() returns it
 * @entry: where to put the entry
 * @problem: where to put why it cannot be loaded
 *
 * Return: 0; -ENOENT; -EOPNOTSUPP, see @problem; -ENOMEM.
 */
int grub_find(const struct context *ctx, const struct grub *grub,
	      const char *wanted, struct boot_entry *entry,
	      const char **problem)
{
	struct search search = { .grub = grub, .wanted = wanted };
	int err = -ENOENT;

	each_line(grub->config, read_line, &search);
	if (search.kernel)
		err = take_entry(ctx, &search, entry, problem);
	free(search.kernel);
	free(search.initrd);
	return err;
}

static char *read_text(const struct context *ctx, const char *name)
{
	size_t length;
	char *text;

	if (file_read_trusted(ctx, name, 0, &text, &length))
		return NULL;
	return text;
}

/**
 * grub_read() - read GRUB's configuration
 * @ctx: the context
 * @grub: where to put it; free it with grub_free()
 *
 * Return: false if there is none.
 */
bool grub_read(const struct context *ctx, struct grub *grub)
{
	*grub = (struct grub){ 0 };
	grub->name = "/boot/grub/grub.cfg";
	grub->config = read_text(ctx, grub->name);
	if (!grub->config) {
		grub->name = "/boot/grub2/grub.cfg";
		grub->config = read_text(ctx, grub->name);
	}
	if (!grub->config)
		return false;
	grub->environment = read_text(ctx, "/boot/grub/grubenv") ?:
			    read_text(ctx, "/boot/grub2/grubenv") ?:
			    strdup("");
	if (grub->environment)
		return true;
	grub_free(grub);
	return false;
}

/**
 * grub_free() - free what grub_read() returned
 * @grub: the configuration
 */
void grub_free(struct grub *grub)
{
	free(grub->config);
	free(grub->environment);
	*grub = (struct grub){ 0 };
}
