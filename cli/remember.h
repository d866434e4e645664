/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What "load" loaded, so that "reload" can load it again. Owns the file
 * /run/kexecguard/loaded, which does not outlive the boot, as the image.
 */
#ifndef CTL_REMEMBER_H
#define CTL_REMEMBER_H

#include <stdint.h>

#include "command.h"

#define REMEMBERED "/run/kexecguard/loaded"

/**
 * struct load_request - what to load
 * @kernel: path of the kernel
 * @initrd: path of the initial RAM disk, NULL for none
 * @command_line: the new kernel's command line
 * @command: for the shell, loads an image that only it knows, instead of the
 *	above; NULL for none. Such a request is not remembered
 * @loaded_ns: when that was, nanoseconds of CLOCK_BOOTTIME; 0 is not known
 * @lease_end_ns: when it is to be unloaded, likewise; 0 is never
 */
struct load_request {
	char *kernel;
	char *initrd;
	char *command_line;
	char *command;
	int64_t loaded_ns;
	int64_t lease_end_ns;
};

void load_request_free(struct load_request *request);

int remember_parse(const char *text, size_t length,
		   struct load_request *request);
int remember_read(const struct context *ctx, struct load_request *request);
int remember_write(const struct context *ctx,
		   const struct load_request *request);
int remember_forget(const struct context *ctx);

#endif /* CTL_REMEMBER_H */
