/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is a kernel signed? As far as its file tells, which is enough not to try
 * where only signed ones are loaded; by whom, the running kernel finds out.
 */
#ifndef CTL_SIGNATURE_H
#define CTL_SIGNATURE_H

#include "command.h"

bool signature_is_missing(const struct context *ctx, const char *kernel);

#endif /* CTL_SIGNATURE_H */
