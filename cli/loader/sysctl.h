/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What sets a kernel parameter at boot: the kernel's command line and the files
 * of sysctl.d(5).
 */
#ifndef CTL_SYSCTL_H
#define CTL_SYSCTL_H

#include <stddef.h>

#include "context.h"

#define SYSCTL_BOOT_LINE "/proc/cmdline"

void sysctl_each_place(const struct context *ctx, const char *key,
		       void (*found)(const char *place, void *data),
		       void *data);

#endif /* CTL_SYSCTL_H */
