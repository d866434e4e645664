// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kernels.h. Knows where distributions put kernels.
 */
#include "loader/kernels.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "version.h"

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

/* How kernels are called in /boot; the release follows. */
static const char *const prefixes[] = {
	"vmlinuz-",		/* almost everywhere */
	"kernel-",		/* Gentoo */
	"Image-",		/* openSUSE on arm64 */
	"vmlinux-", NULL,
};

/* The release in the name of a kernel, NULL if it is no name of a kernel. */
static const char *release_in(const char *base)
{
	const char *const *prefix;

	for (prefix = prefixes; *prefix; prefix++)
		if (!strncmp(base, *prefix, strlen(*prefix)) &&
		    base[strlen(*prefix)])
			return base + strlen(*prefix);
	return NULL;
}

/* What package managers, build scripts and people leave beside a kernel. */
static bool is_left_over(const char *release)
{
	static const char *const endings[] = {
		".old", "-old", ".bak", ".orig", ".new", ".prev", ".signed",
		".sig", ".hmac", ".rpmsave", ".rpmnew", ".rpmorig", "~", NULL,
	};
	const char *const *ending;
	size_t length = strlen(release), other;

	if (strstr(release, ".dpkg-") || strstr(release, "rescue"))
		return true;
	for (ending = endings; *ending; ending++) {
		other = strlen(*ending);
		if (length >= other &&
		    !strcmp(release + length - other, *ending))
			return true;
	}
	return false;
}

/* A name without a version, as vmlinuz-linux, is older than any version. */
static int compare_releases(const char *a, const char *b)
{
	bool has_a = isdigit((unsigned char)*a);
	bool has_b = isdigit((unsigned char)*b);

	return has_a == has_b ? version_compare(a, b) : has_a - has_b;
}

/* Keeps @newest unless @path is a readable kernel of a newer @release. */
static void consider(const struct context *ctx, const char *path,
		     const char *release, char newest[PATH_MAX],
		     char newest_release[PATH_MAX])
{
	if (is_left_over(release) || !can_read(ctx, path) ||
	    (*newest && compare_releases(release, newest_release) <= 0))
		return;
	strcpy(newest, path);
	strcpy(newest_release, release);
}

static DIR *open_directory(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	return path_join(path, ctx, name) ? opendir(path) : NULL;
}

static void search_boot(const struct context *ctx, char *newest,
			char *newest_release)
{
	const char *release;
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *boot;

	boot = open_directory(ctx, "/boot");
	if (!boot)
		return;
	while ((entry = readdir(boot))) {
		release = release_in(entry->d_name);
		snprintf(path, sizeof(path), "/boot/%s", entry->d_name);
		if (release)
			consider(ctx, path, release, newest, newest_release);
	}
	closedir(boot);
}

/* Debian since 7.2, Fedora, Arch, ostree. */
static void search_modules(const struct context *ctx, char *newest,
			   char *newest_release)
{
	struct dirent *entry;
	char path[PATH_MAX];
	DIR *modules;

	modules = open_directory(ctx, "/usr/lib/modules");
	if (!modules)
		return;
	while ((entry = readdir(modules))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/usr/lib/modules/%s/vmlinuz",
			 entry->d_name);
		consider(ctx, path, entry->d_name, newest, newest_release);
	}
	closedir(modules);
}

/**
 * kernel_find_newest() - the newest installed kernel
 * @ctx: the context
 * @kernel: where to put its path, PATH_MAX bytes
 *
 * By the release in its name; what is left over beside a kernel, as
 * vmlinuz-6.9.old, does not count.
 *
 * Return: 0 or -ENOENT.
 */
int kernel_find_newest(const struct context *ctx, char *kernel)
{
	char release[PATH_MAX] = "";

	kernel[0] = '\0';
	search_boot(ctx, kernel, release);
	search_modules(ctx, kernel, release);
	return *kernel ? 0 : -ENOENT;
}

/**
 * kernel_find() - the kernel to load when the user names none
 * @ctx: the context
 * @release: release of the running kernel
 * @kernel: where to put its path, PATH_MAX bytes
 *
 * The running kernel's own file; else the target of /vmlinuz; else the newest.
 *
 * Return: 0 or -ENOENT.
 */
int kernel_find(const struct context *ctx, const char *release, char *kernel)
{
	static const char *const running[] = {
		"/boot/vmlinuz-%s", "/usr/lib/modules/%s/vmlinuz",
		"/lib/modules/%s/vmlinuz", "/boot/kernel-%s", "/boot/Image-%s",
		"/boot/vmlinux-%s", NULL,
	};
	static const char *const links[] = { "%s/vmlinuz", "%s/boot/vmlinuz",
					     NULL };

	if (try_names(ctx, running, release, kernel) ||
	    try_names(ctx, links, "", kernel))
		return 0;
	return kernel_find_newest(ctx, kernel);
}

/*
 * Where a kernel is and which release it is, by .../vmlinuz-RELEASE or
 * .../modules/RELEASE/vmlinuz. Follows links first: the name /vmlinuz has no
 * release, its target has. @directory is without the sysroot.
 */
static bool locate(const struct context *ctx, const char *kernel,
		   char *directory, char *release)
{
	char path[PATH_MAX], real[PATH_MAX], root[PATH_MAX];
	const char *in_name, *parent;
	char *base;

	if (!path_join(path, ctx, kernel) || !realpath(path, real) ||
	    !realpath(*ctx->sysroot ? ctx->sysroot : "/", root))
		return false;
	base = strrchr(real, '/');
	*base++ = '\0';
	parent = strrchr(real, '/');
	strcpy(directory, real + (root[1] ? strlen(root) : 0));

	in_name = release_in(base);
	if (in_name)
		strcpy(release, in_name);
	else if (!strcmp(base, "vmlinuz") && parent)
		strcpy(release, parent + 1);
	else
		return false;
	return *release;
}

/* Arch names the file in /boot after the package. */
static bool try_package(const struct context *ctx, const char *directory,
			char *initrd)
{
	char name[PATH_MAX], package[LINE_LEN];

	if (snprintf(name, sizeof(name), "%s/pkgbase", directory) >= PATH_MAX ||
	    file_read_line(ctx, name, package, sizeof(package)) <= 0)
		return false;
	return try_name(ctx, "/boot/initramfs-%s.img", package, initrd);
}

/**
 * initrd_find() - the initial RAM disk that belongs to a kernel
 * @ctx: the context
 * @kernel: path of the kernel
 * @initrd: where to put its path, PATH_MAX bytes
 *
 * Beside the kernel, else in the usual places.
 *
 * Return: 0 or -ENOENT.
 */
int initrd_find(const struct context *ctx, const char *kernel, char *initrd)
{
	static const char *const names[] = {
		"initrd.img-%s", "initramfs-%s.img", "initrd-%s",
		"initramfs-%s", NULL,
	};
	static const char *const modules[] = {
		"%s/initrd", "%s/initramfs.img", "%s/initrd.img", NULL,
	};
	char directory[PATH_MAX], release[PATH_MAX], pattern[PATH_MAX];
	const char *const *name;

	if (!locate(ctx, kernel, directory, release))
		return -ENOENT;
	for (name = names; *name; name++) {
		if (snprintf(pattern, sizeof(pattern), "%s/%s", directory,
			     *name) >= PATH_MAX || strchr(directory, '%'))
			break;
		if (try_name(ctx, pattern, release, initrd))
			return 0;
	}
	for (name = names; *name; name++) {
		snprintf(pattern, sizeof(pattern), "/boot/%s", *name);
		if (try_name(ctx, pattern, release, initrd))
			return 0;
	}
	if (strstr(directory, "/modules/") &&
	    (try_names(ctx, modules, directory, initrd) ||
	     try_package(ctx, directory, initrd)))
		return 0;
	return -ENOENT;
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
