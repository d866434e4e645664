// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See entries.h. An entry's paths begin at the root of the file system that it
 * is on, which is mounted at one of a few places.
 */
#include "loader/entries.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "version.h"

const char entry_several_initrds[] =
	"it has several initial RAM disks, and kexec loads one";

/* Where entries are, and where the file system is mounted. */
static const struct {
	const char *directory;
	const char *ending;
	const char *boot;
	bool is_unified;
} places[] = {
	{ "/efi/loader/entries", ".conf", "/efi", false },
	{ "/boot/loader/entries", ".conf", "/boot", false },
	{ "/boot/efi/loader/entries", ".conf", "/boot/efi", false },
	{ "/efi/EFI/Linux", ".efi", "/efi", true },
	{ "/boot/EFI/Linux", ".efi", "/boot", true },
	{ "/boot/efi/EFI/Linux", ".efi", "/boot/efi", true },
};

#define NR_PLACES (sizeof(places) / sizeof(places[0]))

static bool is_readable(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	return path_join(path, ctx, name) && !access(path, R_OK);
}

/*
 * Below the mount point; else from the root, where /boot is no file system of
 * its own; else without what a subvolume precedes it with, as /@/boot/x.
 */
static char *find_file(const struct context *ctx, const char *boot,
		       const char *name)
{
	char path[PATH_MAX];
	const char *inner;

	if (snprintf(path, sizeof(path), "%s%s%s", boot,
		     *name == '/' ? "" : "/", name) < PATH_MAX &&
	    is_readable(ctx, path))
		return strdup(path);
	if (*name == '/' && is_readable(ctx, name))
		return strdup(name);
	inner = strstr(name, "/boot/");
	return strdup(inner ?: path);
}

/**
 * entry_set() - fill an entry
 * @ctx: the context
 * @entry: the entry
 * @boot: where the boot loader's file system is mounted
 * @kernel: path of the kernel there
 * @initrd: path of its initial RAM disk there, NULL for none
 * @options: the command line
 *
 * Return: 0 or -ENOMEM.
 */
int entry_set(const struct context *ctx, struct boot_entry *entry,
	      const char *boot, const char *kernel, const char *initrd,
	      const char *options)
{
	entry->kernel = find_file(ctx, boot, kernel);
	entry->initrd = initrd ? find_file(ctx, boot, initrd) : NULL;
	entry->options = strdup(options);
	return entry->kernel && (entry->initrd || !initrd) && entry->options ?
	       0 : -ENOMEM;
}

/**
 * entry_free() - free an entry
 * @entry: the entry; empty afterwards
 */
void entry_free(struct boot_entry *entry)
{
	free(entry->kernel);
	free(entry->initrd);
	free(entry->options);
	free(entry->origin);
	*entry = (struct boot_entry){ 0 };
}

/* What a file of type 1 says; strings point into its text. */
struct description {
	const char *kernel;
	const char *efi;
	const char *initrd;
	unsigned int nr_initrds;
	char options[4096];
};

static void take_value(struct description *to, const char *key,
		       const char *value)
{
	size_t used = strlen(to->options);

	if (!strcmp(key, "linux")) {
		to->kernel = value;
	} else if (!strcmp(key, "efi") || !strcmp(key, "uki")) {
		to->efi = value;
	} else if (!strcmp(key, "initrd")) {
		to->initrd = value;
		to->nr_initrds++;
	} else if (!strcmp(key, "options")) {
		snprintf(to->options + used, sizeof(to->options) - used,
			 "%s%s", used ? " " : "", value);
	}
}

static void describe(char *text, struct description *to)
{
	char *line, *value, *end;

	while ((line = strsep(&text, "\n"))) {
		line += strspn(line, " \t");
		if (!*line || *line == '#')
			continue;
		value = line + strcspn(line, " \t");
		if (*value)
			*value++ = '\0';
		value += strspn(value, " \t");
		end = value + strlen(value);
		while (end > value && (end[-1] == ' ' || end[-1] == '\t' ||
				       end[-1] == '\r'))
			*--end = '\0';
		if (*value)
			take_value(to, line, value);
	}
}

/* GRUB's variables, as in "options $kernelopts": nothing where unknown. */
static char *expand(char *(*expander)(void *data, const char *text),
		    void *data, const char *text)
{
	return expander ? expander(data, text) : strdup(text);
}

static char *trim(char *text)
{
	size_t length = strlen(text);

	while (length && text[length - 1] == ' ')
		text[--length] = '\0';
	return text + strspn(text, " ");
}

static int take_described(const struct context *ctx,
			  const struct entry_list *list, const char *boot,
			  struct description *from, struct boot_entry *entry,
			  const char **problem)
{
	char *initrd, *options, *first;
	int err = -ENOMEM;

	if (!from->kernel && !from->efi) {
		*problem = "it names no kernel";
		return -EOPNOTSUPP;
	}
	initrd = expand(list->expand, list->data, from->initrd ?: "");
	options = expand(list->expand, list->data, from->options);
	if (initrd && options) {
		first = trim(initrd);
		if (from->nr_initrds > 1 || strchr(first, ' ')) {
			*problem = entry_several_initrds;
			err = -EOPNOTSUPP;
		} else {
			err = entry_set(ctx, entry, boot,
					from->kernel ?: from->efi,
					*first ? first : NULL, trim(options));
		}
		entry->is_unified = !from->kernel;
	}
	free(initrd);
	free(options);
	return err;
}

static int read_described(const struct context *ctx,
			  const struct entry_list *list, size_t i,
			  struct boot_entry *entry, const char **problem)
{
	const struct entry_place *place = &list->places[i];
	struct description description = { 0 };
	size_t length;
	char *text;
	int err;

	err = file_read_trusted(ctx, place->path, 0, &text, &length);
	if (err)
		return err;
	describe(text, &description);
	err = take_described(ctx, list, places[place->where].boot,
			     &description, entry, problem);
	free(text);
	return err;
}

/**
 * entry_read() - read an entry
 * @ctx: the context
 * @list: entries
 * @i: which of them
 * @entry: where to put it; free it with entry_free(), also after an error
 * @problem: where to put why it cannot be loaded
 *
 * Return: 0; -EOPNOTSUPP, see @problem; errors of file_read_trusted(); -ENOMEM.
 */
int entry_read(const struct context *ctx, const struct entry_list *list,
	       size_t i, struct boot_entry *entry, const char **problem)
{
	const struct entry_place *place = &list->places[i];

	*entry = (struct boot_entry){ 0 };
	entry->origin = strdup(place->path);
	if (!entry->origin)
		return -ENOMEM;
	if (!places[place->where].is_unified)
		return read_described(ctx, list, i, entry, problem);
	entry->kernel = strdup(place->path);
	entry->is_unified = true;
	return entry->kernel ? 0 : -ENOMEM;
}

/* Newer first: by name, which contains the version, without "+3-1". */
static int newer_first(const void *a, const void *b)
{
	const struct entry_place *const place_a = a, *const place_b = b;

	return version_compare(place_b->id, place_a->id);
}

static void add(struct entry_list *list, size_t where, const char *name)
{
	struct entry_place *place;
	size_t length = strlen(name) - strlen(places[where].ending);
	char *plus;

	if (list->number == ENTRIES_MAX ||
	    length >= sizeof(list->places[0].id))
		return;
	place = &list->places[list->number];
	if (snprintf(place->path, sizeof(place->path), "%s/%s",
		     places[where].directory, name) >=
	    (int)sizeof(place->path))
		return;
	snprintf(place->id, sizeof(place->id), "%.*s", (int)length, name);
	/* The boot loader counts attempts in the name. */
	plus = strrchr(place->id, '+');
	if (plus && strspn(plus + 1, "0123456789-") == strlen(plus + 1))
		*plus = '\0';
	place->where = where;
	list->number++;
}

static void scan(const struct context *ctx, struct entry_list *list,
		 size_t where)
{
	size_t length, ending = strlen(places[where].ending);
	struct dirent *entry;
	char path[PATH_MAX];
	DIR *directory;

	if (!path_join(path, ctx, places[where].directory))
		return;
	directory = opendir(path);
	if (!directory)
		return;
	while ((entry = readdir(directory))) {
		length = strlen(entry->d_name);
		if (entry->d_name[0] != '.' && length > ending &&
		    !strcmp(entry->d_name + length - ending,
			    places[where].ending))
			add(list, where, entry->d_name);
	}
	closedir(directory);
}

/**
 * entry_list_read() - list the entries of the Boot Loader Specification
 * @ctx: the context
 * @list: where to put them, the newest first; free it with entry_list_free()
 *
 * Return: 0 or -ENOMEM.
 */
int entry_list_read(const struct context *ctx, struct entry_list *list)
{
	size_t i;

	*list = (struct entry_list){ 0 };
	list->places = calloc(ENTRIES_MAX, sizeof(*list->places));
	if (!list->places)
		return -ENOMEM;
	for (i = 0; i < NR_PLACES; i++)
		scan(ctx, list, i);
	qsort(list->places, list->number, sizeof(*list->places), newer_first);
	return 0;
}

/**
 * entry_list_free() - free a list
 * @list: the list
 */
void entry_list_free(struct entry_list *list)
{
	free(list->places);
	*list = (struct entry_list){ 0 };
}
