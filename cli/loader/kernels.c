// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kernels.h. Knows where distributions put kernels.
 */
#include "loader/kernels.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

#define COMMAND_LINE_MAX 8192

static bool can_read(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	return path_join(path, ctx, name) && !access(path, R_OK);
}

/* Try a pattern with one %s. */
static bool try_name(const struct context *ctx, const char *pattern,
		     const char *word, char *name)
{
	int length;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	length = snprintf(name, PATH_MAX, pattern, word);
#pragma GCC diagnostic pop
	return length < PATH_MAX && can_read(ctx, name);
}

static bool try_names(const struct context *ctx, const char *const patterns[],
		      const char *word, char *name)
{
	for (; *patterns; patterns++)
		if (try_name(ctx, *patterns, word, name))
			return true;
	return false;
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
	return versionsort(b, a);
}

static int is_kernel(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "vmlinuz-", strlen("vmlinuz-"));
}

static bool find_newest(const struct context *ctx, char *kernel)
{
	struct dirent **entries;
	char path[PATH_MAX];
	bool found = false;
	int i, number;

	if (!path_join(path, ctx, "/boot"))
		return false;
	number = scandir(path, &entries, is_kernel, newest_first);
	for (i = 0; i < number; i++) {
		found = found ||
			try_name(ctx, "/boot/%s", entries[i]->d_name, kernel);
		free(entries[i]);
	}
	if (number >= 0)
		free(entries);
	return found;
}

/**
 * kernel_find() - the kernel to load when the user names none
 * @ctx: the context
 * @release: release of the running kernel
 * @kernel: where to put its path, PATH_MAX bytes
 *
 * The running kernel's own file; else the target of /vmlinuz; else the newest
 * in /boot.
 *
 * Return: 0 or -ENOENT.
 */
int kernel_find(const struct context *ctx, const char *release, char *kernel)
{
	static const char *const running[] = {
		"/boot/vmlinuz-%s", "/usr/lib/modules/%s/vmlinuz",
		"/lib/modules/%s/vmlinuz", NULL,
	};
	static const char *const links[] = { "%s/vmlinuz", "%s/boot/vmlinuz",
					     NULL };

	if (try_names(ctx, running, release, kernel) ||
	    try_names(ctx, links, "", kernel) || find_newest(ctx, kernel))
		return 0;
	return -ENOENT;
}

/*
 * The release in .../vmlinuz-RELEASE or .../modules/RELEASE/vmlinuz. Follows
 * links first: the name /vmlinuz has no release, its target has.
 */
static bool release_of(const struct context *ctx, const char *kernel,
		       char *release)
{
	char path[PATH_MAX], real[PATH_MAX];
	char *base, *directory;

	if (!path_join(path, ctx, kernel) || !realpath(path, real))
		return false;
	base = strrchr(real, '/');
	*base++ = '\0';
	directory = strrchr(real, '/');

	if (!strncmp(base, "vmlinuz-", strlen("vmlinuz-")))
		strcpy(release, base + strlen("vmlinuz-"));
	else if (!strcmp(base, "vmlinuz") && directory)
		strcpy(release, directory + 1);
	else
		return false;
	return *release;
}

/**
 * initrd_find() - the initial RAM disk that belongs to a kernel
 * @ctx: the context
 * @kernel: path of the kernel
 * @initrd: where to put its path, PATH_MAX bytes
 *
 * Return: 0 or -ENOENT.
 */
int initrd_find(const struct context *ctx, const char *kernel, char *initrd)
{
	static const char *const patterns[] = {
		"/boot/initrd.img-%s", "/boot/initramfs-%s.img",
		"/boot/initrd-%s", "/usr/lib/modules/%s/initrd",
		"/lib/modules/%s/initrd", NULL,
	};
	char release[PATH_MAX];

	if (!release_of(ctx, kernel, release) ||
	    !try_names(ctx, patterns, release, initrd))
		return -ENOENT;
	return 0;
}

/* A quoted part of a parameter may contain blanks. */
static size_t parameter_length(const char *text)
{
	bool quoted = false;
	size_t length;

	for (length = 0; text[length]; length++) {
		if (text[length] == '"')
			quoted = !quoted;
		else if (text[length] == ' ' && !quoted)
			break;
	}
	return length;
}

static bool is_of_boot_loader(const char *parameter)
{
	static const char *const names[] = { "BOOT_IMAGE=", "initrd=",
					     "kexec_jump_back_entry=" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(parameter, names[i], strlen(names[i])))
			return true;
	return false;
}

/**
 * command_line_strip() - remove what only this boot's loader meant
 * @command_line: the command line, changed in place
 */
void command_line_strip(char *command_line)
{
	char *from = command_line, *to = command_line;
	size_t length;

	for (;; from += length) {
		from += strspn(from, " \n");
		length = parameter_length(from);
		if (!length)
			break;
		if (is_of_boot_loader(from))
			continue;
		if (to > command_line)
			*to++ = ' ';
		memmove(to, from, length);
		to += length;
	}
	/* The only newline is at the end. */
	while (to > command_line && to[-1] == '\n')
		to--;
	*to = '\0';
}

/**
 * command_line_read() - the running kernel's command line, for the next one
 * @ctx: the context
 * @command_line: where to put the string; free it
 *
 * Return: 0 or -errno.
 */
int command_line_read(const struct context *ctx, char **command_line)
{
	char text[COMMAND_LINE_MAX];
	ssize_t length;

	length = file_read_line(ctx, "/proc/cmdline", text, sizeof(text));
	if (length < 0)
		return length;
	if (length == sizeof(text) - 1)
		return -EFBIG;
	command_line_strip(text);
	*command_line = strdup(text);
	return *command_line ? 0 : -ENOMEM;
}
