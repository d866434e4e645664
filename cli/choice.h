/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From what the user, or a configuration file, says of an image to what is
 * loaded: files are found, the command line is composed.
 */
#ifndef CTL_CHOICE_H
#define CTL_CHOICE_H

#include "remember.h"

/**
 * enum choice_line - where the command line comes from
 * @LINE_REUSE: the running kernel's, without what its boot loader added
 * @LINE_GIVEN: it is given
 * @LINE_APPEND: the running kernel's, and what is given behind it
 */
enum choice_line {
	LINE_REUSE,
	LINE_GIVEN,
	LINE_APPEND,
};

/**
 * struct choice - what is said of an image
 * @kernel: its kernel, NULL for the usual one
 * @initrd: its initial RAM disk, NULL for the one that belongs to the kernel
 * @no_initrd: none is wanted
 * @line: where the command line comes from
 * @command_line: for LINE_GIVEN and LINE_APPEND
 */
struct choice {
	const char *kernel;
	const char *initrd;
	bool no_initrd;
	enum choice_line line;
	const char *command_line;
};

enum answer choice_resolve(const struct context *ctx,
			   const struct choice *choice,
			   struct load_request *request);

#endif /* CTL_CHOICE_H */
