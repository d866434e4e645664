/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unified kernel images: an EFI program that contains kernel, initial RAM disk
 * and command line as sections. The kernel's own loader does not know them, so
 * the parts are copied out, to /run/kexecguard.
 */
#ifndef CTL_UKI_H
#define CTL_UKI_H

#include "context.h"

#define UKI_KERNEL "/run/kexecguard/unified-kernel"
#define UKI_INITRD "/run/kexecguard/unified-initrd"

int uki_command_line(const struct context *ctx, const char *image,
		     char **command_line);
int uki_extract(const struct context *ctx, const char *image,
		bool *has_initrd);

#endif /* CTL_UKI_H */
