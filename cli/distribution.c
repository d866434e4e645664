// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See distribution.h.
 */
#include "distribution.h"

#include <limits.h>
#include <string.h>

#include "file.h"

#define WORDS_LEN 256

static void write_debian(FILE *advice, const char *release)
{
	fprintf(advice, "linux-headers-%s", release);
}

static void write_fedora(FILE *advice, const char *release)
{
	fprintf(advice, "kernel-devel-%s", release);
}

/* A release ends with the name of its configuration, as in 6.4.0-1-default. */
static void write_suse(FILE *advice, const char *release)
{
	const char *flavour = strrchr(release, '-');

	fprintf(advice, "kernel-%s-devel", flavour ? flavour + 1 : "default");
}

static void write_arch(FILE *advice, const char *release)
{
	fprintf(advice, "\"$(cat /usr/lib/modules/%s/pkgbase)-headers\"",
		release);
}

static const struct distribution known[] = {
	{
		.ids = "debian ubuntu",
		.install = "apt install",
		.write_headers = write_debian,
		.module = "kexecguard-dkms",
		.upgrade = "apt install --only-upgrade kexecguard kexecguard-dkms",
		.boot_update = "update-grub",
	}, {
		.ids = "fedora rhel centos",
		.install = "dnf install",
		.write_headers = write_fedora,
		.upgrade = "dnf upgrade kexecguard kmod-kexecguard",
		.boot_update = "grub2-mkconfig -o /boot/grub2/grub.cfg",
	}, {
		.ids = "suse opensuse sles",
		.install = "zypper install",
		.write_headers = write_suse,
		.upgrade = "zypper update kexecguard kmod-kexecguard",
		.boot_update = "grub2-mkconfig -o /boot/grub2/grub.cfg",
	}, {
		.ids = "arch",
		.install = "pacman -S",
		.write_headers = write_arch,
		.boot_update = "grub-mkconfig -o /boot/grub/grub.cfg",
	},
};

static const struct distribution unknown = {
	.boot_update = "grub-mkconfig -o /boot/grub/grub.cfg",
};

/* Is this word, of that length, one of the list's? */
static bool has_word(const char *list, const char *word, size_t length)
{
	const char *at;

	for (at = list; *at; at += strspn(at, " ")) {
		size_t theirs = strcspn(at, " ");

		if (theirs == length && !strncmp(at, word, length))
			return true;
		at += theirs;
	}
	return false;
}

/* The value of "KEY=value" or "KEY="value"", cut off to @size; else empty. */
static void take_value(const char *line, const char *key, char *value,
		       size_t size)
{
	size_t length = strlen(key);
	const char *text;

	if (strncmp(line, key, length) || line[length] != '=')
		return;
	text = line + length + 1;
	text += strspn(text, "\"'");
	snprintf(value, size, "%.*s", (int)strcspn(text, "\"'\n"), text);
}

static void read_release(const struct context *ctx, char *id, char *likes)
{
	static const char *const names[] = { "/etc/os-release",
					     "/usr/lib/os-release" };
	char path[PATH_MAX], line[WORDS_LEN];
	FILE *file = NULL;
	size_t i;

	*id = *likes = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]) && !file; i++)
		if (path_join(path, ctx, names[i]))
			file = fopen(path, "re");
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		take_value(line, "ID", id, WORDS_LEN);
		take_value(line, "ID_LIKE", likes, WORDS_LEN);
	}
	fclose(file);
}

static const struct distribution *find(const char *words)
{
	size_t length, i;

	for (; *words; words += strspn(words, " ")) {
		length = strcspn(words, " ");
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (has_word(known[i].ids, words, length))
				return &known[i];
		words += length;
	}
	return NULL;
}

/**
 * distribution_find() - find out what to type on this machine
 * @ctx: the context
 *
 * Return: the distribution or one that it is like; never NULL.
 */
const struct distribution *distribution_find(const struct context *ctx)
{
	char id[WORDS_LEN], likes[WORDS_LEN];
	const struct distribution *found;

	read_release(ctx, id, likes);
	found = find(id);
	if (!found)
		found = find(likes);
	return found ?: &unknown;
}

/**
 * distribution_is() - does this machine run just this distribution
 * @ctx: the context
 * @id: its ID
 *
 * Return: false for one that is only like it.
 */
bool distribution_is(const struct context *ctx, const char *id)
{
	char own[WORDS_LEN], likes[WORDS_LEN];

	read_release(ctx, own, likes);
	return !strcmp(own, id);
}

/**
 * distribution_write_headers() - write how to install a kernel's headers
 * @distribution: the distribution
 * @advice: where to write a line
 * @release: the kernel's release
 */
void distribution_write_headers(const struct distribution *distribution,
				FILE *advice, const char *release)
{
	if (!distribution->install) {
		fprintf(advice, "# install the headers of Linux %s\n", release);
		return;
	}
	fprintf(advice, "%s ", distribution->install);
	distribution->write_headers(advice, release);
	fputc('\n', advice);
}
