/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What outlives the tool until the next boot, in /run/kexecguard: which image
 * "load" loaded, and until when (loaded); that it was unloaded on request
 * (unwanted); and that a loader is at work (lock). How the last reload ended is in
 * history.h.
 */
#ifndef CTL_RUN_STATE_H
#define CTL_RUN_STATE_H

#include <stdint.h>

#include <kguard.h>

#include "context.h"

#define REMEMBERED "/run/kexecguard/loaded"
#define UNWANTED "/run/kexecguard/unwanted"

/**
 * struct load_request - what to load
 * @kernel: path of the kernel
 * @initrd: path of the initial RAM disk, NULL for none
 * @command_line: the new kernel's command line
 * @command: shell command that loads an image of its own choice, instead of the
 *	above; NULL for none. Such a request is not remembered
 * @origin: what names it, for load_dry_run(); empty if unknown
 * @loaded_ns: when it was loaded, nanoseconds of CLOCK_BOOTTIME; 0 if unknown
 * @lease_end_ns: when it is to be unloaded, likewise; 0 for never
 */
struct load_request {
	char *kernel;
	char *initrd;
	char *command_line;
	char *command;
	char origin[512];
	int64_t loaded_ns;
	int64_t lease_end_ns;
};

void load_request_free(struct load_request *request);
bool lease_is_over(const struct load_request *request);
int load_is_foreign(struct kguard *guard, const struct load_request *request,
		    bool *foreign);

int remember_parse(const char *text, size_t length,
		   struct load_request *request);
int remember_read(const struct context *ctx, struct load_request *request);
int remember_write(const struct context *ctx,
		   const struct load_request *request);
int remember_forget(const struct context *ctx);

int unwanted_note(const struct context *ctx);
int unwanted_withdraw(const struct context *ctx);
bool unwanted_since(const struct context *ctx, int64_t since_ns);

int lock_take(const struct context *ctx);
void lock_release(int fd);

#endif /* CTL_RUN_STATE_H */
