// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See sysctl.h. Names are compared as sysctl(8) does: a slash is a dot.
 */
#include "loader/sysctl.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

/* As sysctl.d(5) and sysctl(8) have them. */
static const char *const places[] = {
	"/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d",
	"/usr/lib/sysctl.d", "/lib/sysctl.d",
};

#define NR_PLACES (sizeof(places) / sizeof(places[0]))

struct search {
	const struct context *ctx;
	const char *key;
	void (*found)(const char *place, void *data);
	void *data;
};

/* Is this "key =" or "key="? */
static bool sets(const char *text, const char *key)
{
	for (; *key; text++, key++)
		if (*text != *key && !(*text == '/' && *key == '.'))
			return false;
	text += strspn(text, " \t");
	return *text == '=';
}

static void search_boot_line(const struct search *search)
{
	static const char prefix[] = "sysctl.";
	char line[8192];
	size_t length;
	char *word;

	file_read_line(search->ctx, SYSCTL_BOOT_LINE, line, sizeof(line));
	for (word = line; *word; word += length) {
		word += strspn(word, " ");
		length = strcspn(word, " ");
		if (!strncmp(word, prefix, strlen(prefix)) &&
		    sets(word + strlen(prefix), search->key)) {
			search->found(SYSCTL_BOOT_LINE, search->data);
			return;
		}
	}
}

static bool file_sets(FILE *file, const char *key)
{
	char *line = NULL;
	bool found = false;
	size_t size = 0;
	char *at;

	while (!found && getline(&line, &size, file) >= 0) {
		/* A minus: an error is to be ignored. */
		at = line + strspn(line, " \t");
		at += *at == '-';
		found = sets(at, key);
	}
	free(line);
	return found;
}

static void search_file(const struct search *search, const char *name)
{
	char path[PATH_MAX];
	FILE *file;
	bool found;

	if (!path_join(path, search->ctx, name))
		return;
	file = fopen(path, "re");
	if (!file)
		return;
	found = file_sets(file, search->key);
	fclose(file);
	if (found)
		search->found(name, search->data);
}

static int is_config(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && end && !strcmp(end, ".conf");
}

static void search_directory(const struct search *search, const char *name)
{
	char path[PATH_MAX], file[PATH_MAX];
	struct dirent **entries;
	int i, number;

	if (!path_join(path, search->ctx, name))
		return;
	number = scandir(path, &entries, is_config, alphasort);
	for (i = 0; i < number; i++) {
		if (snprintf(file, sizeof(file), "%s/%s", name,
			     entries[i]->d_name) < PATH_MAX)
			search_file(search, file);
		free(entries[i]);
	}
	if (number >= 0)
		free(entries);
}

/* /lib is a link to /usr/lib on most machines: do not search it twice. */
static bool is_same(const struct context *ctx, const char *a, const char *b)
{
	char path[PATH_MAX], real_a[PATH_MAX], real_b[PATH_MAX];

	return path_join(path, ctx, a) && realpath(path, real_a) &&
	       path_join(path, ctx, b) && realpath(path, real_b) &&
	       !strcmp(real_a, real_b);
}

/**
 * sysctl_each_place() - find what sets a parameter at boot
 * @ctx: the context
 * @key: the parameter, as kernel.kexec_load_disabled
 * @found: called for each place: SYSCTL_BOOT_LINE, or a file
 * @data: its argument
 */
void sysctl_each_place(const struct context *ctx, const char *key,
		       void (*found)(const char *place, void *data),
		       void *data)
{
	const struct search search = { ctx, key, found, data };
	size_t i;

	search_boot_line(&search);
	for (i = 0; i < NR_PLACES; i++)
		if (i + 1 < NR_PLACES || !is_same(ctx, places[i - 1], places[i]))
			search_directory(&search, places[i]);
	search_file(&search, "/etc/sysctl.conf");
}
