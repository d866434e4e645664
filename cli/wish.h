/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * That no image is wanted: somebody unloaded it on request. Owns the file
 * /run/kexecguard/unwanted, which tells when; a later load, by whomever,
 * overrides it.
 */
#ifndef CTL_WISH_H
#define CTL_WISH_H

#include <stdint.h>

#include "command.h"

#define UNWANTED "/run/kexecguard/unwanted"

int wish_none(const struct context *ctx);
int wish_withdraw(const struct context *ctx);
bool wish_is_none(const struct context *ctx, int64_t since_ns);

#endif /* CTL_WISH_H */
