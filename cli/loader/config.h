/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /etc/kexecguard.conf: how to reload an image that this tool did not load. See
 * kexecguard.conf(5).
 */
#ifndef CTL_CONFIG_H
#define CTL_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

#define CONFIG "/etc/kexecguard.conf"

/* Files *.conf there are read after it, in the order of their names. */
#define CONFIG_DROP_INS "/etc/kexecguard.conf.d"

#define CONFIG_DEFAULT_KERNEL "default"
#define CONFIG_NEWEST_KERNEL "newest"
#define CONFIG_NO_INITRD "none"

/**
 * struct config - the settings; NULL, or below 0, if not set
 * @kernel: path of the kernel to load, CONFIG_DEFAULT_KERNEL or
 *	CONFIG_NEWEST_KERNEL
 * @entry: the boot loader's entry to load
 * @initrd: path of its initial RAM disk, or CONFIG_NO_INITRD
 * @command_line: its command line
 * @append: what to add to the running kernel's
 * @reload_command: command that loads an image, instead of the above
 * @kdump_reload: command that reloads the crash image
 * @settle_ns: how long memory has to be quiet before a reload
 * @timeout_ns: how long to wait for that at most
 * @unknown: a warning about a key that is not known; empty if there is none
 */
struct config {
	char *kernel;
	char *entry;
	char *initrd;
	char *command_line;
	char *append;
	char *reload_command;
	char *kdump_reload;
	int64_t settle_ns;
	int64_t timeout_ns;
	char unknown[384];
};

/**
 * struct config_error - an error in the file
 * @file: the file
 * @line: the line, counted from 1; 0 for the whole file
 * @message: what is wrong
 */
struct config_error {
	char file[300];
	unsigned int line;
	const char *message;
};

int config_parse(const char *text, size_t length, struct config *config,
		 struct config_error *error);
int config_read(const struct context *ctx, struct config *config,
		struct config_error *error);
void config_free(struct config *config);
enum answer config_error_report(const struct context *ctx, int err,
				const struct config_error *error);

#endif /* CTL_CONFIG_H */
