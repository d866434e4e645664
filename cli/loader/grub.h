/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry of GRUB's menu that GRUB boots by default.
 */
#ifndef CTL_GRUB_H
#define CTL_GRUB_H

#include "loader/entries.h"

/**
 * struct grub - what was read of GRUB's configuration
 * @config: grub.cfg
 * @environment: grubenv, empty without one
 * @name: path of the former
 */
struct grub {
	char *config;
	char *environment;
	const char *name;
};

bool grub_read(const struct context *ctx, struct grub *grub);
void grub_free(struct grub *grub);
bool grub_has_command(const struct grub *grub, const char *command);
char *grub_variable(const struct grub *grub, const char *name);
char *grub_expand(const struct grub *grub, const char *text);
char *grub_default(const struct grub *grub);
int grub_find(const struct context *ctx, const struct grub *grub,
	      const char *wanted, struct boot_entry *entry,
	      const char **problem);

#endif /* CTL_GRUB_H */
