// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See choice.h. The default is what the machine's boot loader would boot next:
 * GRUB's, if it has a configuration; else that of systemd-boot.
 */
#include "loader/choice.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "loader/grub.h"

static bool is_default(const char *wanted)
{
	return !strcmp(wanted, ENTRY_DEFAULT);
}

/* By name, with or without the ending, or by a pattern. */
static bool find_id(const struct entry_list *list, const char *wanted,
		    size_t *found)
{
	const char *base;
	size_t i;

	for (i = 0; i < list->number; i++) {
		base = strrchr(list->places[i].path, '/') + 1;
		if (strcmp(list->places[i].id, wanted) &&
		    fnmatch(wanted, base, 0) &&
		    fnmatch(wanted, list->places[i].id, 0))
			continue;
		*found = i;
		return true;
	}
	return false;
}

/* "default PATTERN" in loader.conf, to be freed. */
static char *read_loader_conf(const struct context *ctx)
{
	static const char *const names[] = {
		"/efi/loader/loader.conf", "/boot/loader/loader.conf",
		"/boot/efi/loader/loader.conf",
	};
	char *text, *rest, *line, *value = NULL;
	size_t length, i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]) && !value; i++) {
		if (file_read_trusted(ctx, names[i], 0, &text, &length))
			continue;
		rest = text;
		while ((line = strsep(&rest, "\n"))) {
			if (strncmp(line, "default", 7) ||
			    (line[7] != ' ' && line[7] != '\t'))
				continue;
			line += 7 + strspn(line + 7, " \t");
			free(value);
			value = strndup(line, strcspn(line, " \t\r"));
		}
		free(text);
	}
	return value;
}

#define VENDOR "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

/* A variable of systemd-boot: four bytes of attributes, then UTF-16. */
static char *read_efi_variable(const struct context *ctx, const char *path)
{
	char *bytes, *text;
	size_t length, i;

	if (file_read_trusted(ctx, path, 0, &bytes, &length))
		return NULL;
	text = calloc(1, length + 1);
	for (i = 0; text && 4 + 2 * i + 1 < length; i++)
		text[i] = bytes[4 + 2 * i + 1] ? '?' : bytes[4 + 2 * i];
	free(bytes);
	return text;
}

/* What systemd-boot would take, to be freed; NULL for the newest. */
static char *boot_default(const struct context *ctx)
{
	static const char *const variables[] = {
		"/sys/firmware/efi/efivars/LoaderEntryOneShot" VENDOR,
		"/sys/firmware/efi/efivars/LoaderEntryDefault" VENDOR,
	};
	char *value;
	size_t i;

	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		value = read_efi_variable(ctx, variables[i]);
		if (value && *value)
			return value;
		free(value);
	}
	return read_loader_conf(ctx);
}

static int choose_boot(const struct context *ctx, const struct entry_list *list,
		       const char *wanted, struct boot_entry *entry,
		       const char **problem)
{
	char *chosen = is_default(wanted) ? boot_default(ctx) : strdup(wanted);
	size_t found = 0;
	int err = -ENOENT;

	if (chosen ? find_id(list, chosen, &found) : list->number)
		err = entry_read(ctx, list, found, entry, problem);
	else if (is_default(wanted) && list->number)
		err = entry_read(ctx, list, 0, entry, problem);
	free(chosen);
	return err;
}

static char *expand_grub(void *grub, const char *text)
{
	return grub_expand(grub, text);
}

/* GRUB with the entries of the specification, as on Fedora. */
static int choose_blscfg(const struct context *ctx, struct grub *grub,
			 struct entry_list *list, const char *wanted,
			 struct boot_entry *entry, const char **problem)
{
	char *chosen = is_default(wanted) ? grub_default(grub) :
					    strdup(wanted), *end;
	size_t found;
	int err = -ENOENT;

	if (!chosen)
		return -ENOMEM;
	list->expand = expand_grub;
	list->data = grub;
	if (!find_id(list, chosen, &found)) {
		found = strtoul(chosen, &end, 10);
		if (*end || end == chosen)
			found = is_default(wanted) ? 0 : list->number;
	}
	if (found < list->number)
		err = entry_read(ctx, list, found, entry, problem);
	free(chosen);
	return err;
}

static int choose_grub(const struct context *ctx, struct grub *grub,
		       struct entry_list *list, const char *wanted,
		       struct boot_entry *entry, const char **problem)
{
	char *chosen;
	int err;

	if (list->number && grub_has_command(grub, "blscfg"))
		return choose_blscfg(ctx, grub, list, wanted, entry, problem);
	chosen = is_default(wanted) ? grub_default(grub) : strdup(wanted);
	if (!chosen)
		return -ENOMEM;
	err = grub_find(ctx, grub, chosen, entry, problem);
	/* As GRUB does if the default is gone. */
	if (err == -ENOENT && is_default(wanted))
		err = grub_find(ctx, grub, "0", entry, problem);
	free(chosen);
	if (!err) {
		entry->origin = strdup(grub->name);
		err = entry->origin ? 0 : -ENOMEM;
	}
	return err;
}

/**
 * entry_choose() - find an entry
 * @ctx: the context
 * @wanted: its name, as the boot loader has it, or ENTRY_DEFAULT
 * @entry: where to put it; free it with entry_free(), also after an error
 * @problem: where to put why it cannot be loaded
 *
 * Return: 0; -ENOENT; -EOPNOTSUPP, see @problem; another -errno.
 */
int entry_choose(const struct context *ctx, const char *wanted,
		 struct boot_entry *entry, const char **problem)
{
	struct entry_list list;
	struct grub grub;
	int err;

	*entry = (struct boot_entry){ 0 };
	err = entry_list_read(ctx, &list);
	if (err)
		return err;
	err = -ENOENT;
	if (grub_read(ctx, &grub)) {
		err = choose_grub(ctx, &grub, &list, wanted, entry, problem);
		grub_free(&grub);
	}
	if (err == -ENOENT) {
		list.expand = NULL;
		entry_free(entry);
		err = choose_boot(ctx, &list, wanted, entry, problem);
	}
	entry_list_free(&list);
	return err;
}
