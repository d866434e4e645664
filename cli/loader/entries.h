/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boot loader entries: of the Boot Loader Specification, type 1 (text files) and
 * type 2 (unified kernel images). Paths do not include the sysroot.
 */
#ifndef CTL_ENTRIES_H
#define CTL_ENTRIES_H

#include <stddef.h>

#include "context.h"

#define ENTRIES_MAX 256

/**
 * struct boot_entry - an entry
 * @kernel: path of the kernel; of the image that contains it if @is_unified
 * @initrd: path of the initial RAM disk, NULL for none
 * @options: the command line, NULL if the image contains it
 * @is_unified: @kernel is a unified kernel image, which also contains the
 *	initial RAM disk
 * @origin: the file that names it
 */
struct boot_entry {
	char *kernel;
	char *initrd;
	char *options;
	bool is_unified;
	char *origin;
};

/**
 * struct entry_place - where an entry is
 * @path: its file
 * @id: the file's name without ending and attempts
 * @where: index of the place
 */
struct entry_place {
	char path[512];
	char id[256];
	size_t where;
};

/**
 * struct entry_list - the entries
 * @places: the entries, the newest first
 * @number: their number
 * @expand: replaces the boot loader's variables in a text; NULL for none
 * @data: its argument
 */
struct entry_list {
	struct entry_place *places;
	size_t number;
	char *(*expand)(void *data, const char *text);
	void *data;
};

int entry_list_read(const struct context *ctx, struct entry_list *list);
void entry_list_free(struct entry_list *list);
int entry_read(const struct context *ctx, const struct entry_list *list,
	       size_t i, struct boot_entry *entry, const char **problem);
int entry_set(const struct context *ctx, struct boot_entry *entry,
	      const char *boot, const char *kernel, const char *initrd,
	      const char *options);
void entry_free(struct boot_entry *entry);

extern const char entry_several_initrds[];

#endif /* CTL_ENTRIES_H */
