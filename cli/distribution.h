/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What to type on this distribution, for advice: by ID and ID_LIKE of
 * os-release(5). Commands are lines; where it is not known how, a comment.
 */
#ifndef CTL_DISTRIBUTION_H
#define CTL_DISTRIBUTION_H

#include <stdbool.h>
#include <stdio.h>

#include "context.h"

/**
 * struct distribution - how software is installed
 * @ids: the values of ID, separated by blanks, that mean this one
 * @install: the command that installs packages; NULL if that is not known
 * @write_headers: write the name of the package with a kernel's headers
 * @module: the packages that have the module already, or NULL
 * @upgrade: the command that upgrades tool and module together, or NULL
 * @boot_update: the command that makes a change of GRUB's defaults effective
 */
struct distribution {
	const char *ids;
	const char *install;
	void (*write_headers)(FILE *advice, const char *release);
	const char *module;
	const char *upgrade;
	const char *boot_update;
};

const struct distribution *distribution_find(const struct context *ctx);
bool distribution_is(const struct context *ctx, const char *id);
void distribution_write_headers(const struct distribution *distribution,
				FILE *advice, const char *release);

#endif /* CTL_DISTRIBUTION_H */
