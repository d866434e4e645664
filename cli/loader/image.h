/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From an image as the user, or the configuration, describes it to what is
 * loaded: finds the files and composes the command line.
 */
#ifndef CTL_IMAGE_H
#define CTL_IMAGE_H

#include "loader/run_state.h"

/**
 * enum line_source - where the command line comes from
 * @LINE_REUSE: the running kernel's, without what its boot loader added
 * @LINE_GIVEN: it is given
 * @LINE_APPEND: the running kernel's, followed by what is given
 */
enum line_source {
	LINE_REUSE,
	LINE_GIVEN,
	LINE_APPEND,
};

/**
 * struct image - an image as described
 * @kernel: its kernel, NULL for the default
 * @newest: the newest kernel; @kernel is NULL then
 * @entry: the boot loader's entry, see choice.h; @kernel is NULL then
 * @examine: only find out what it is; copy nothing out of an image
 * @initrd: its initial RAM disk, NULL for the one that belongs to the kernel
 * @no_initrd: load no initial RAM disk; @initrd is NULL then
 * @line: where the command line comes from
 * @command_line: for LINE_GIVEN and LINE_APPEND
 */
struct image {
	const char *kernel;
	bool newest;
	const char *entry;
	bool examine;
	const char *initrd;
	bool no_initrd;
	enum line_source line;
	const char *command_line;
};

enum answer image_resolve(const struct context *ctx, const struct image *image,
			  struct load_request *request);

#endif /* CTL_IMAGE_H */
