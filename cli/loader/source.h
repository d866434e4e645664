/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where "reload" gets the image from: what "load" loaded, or, if another
 * program has loaded since, the configuration.
 */
#ifndef CTL_SOURCE_H
#define CTL_SOURCE_H

#include <kguard.h>

#include "loader/config.h"
#include "loader/run_state.h"

enum answer source_find(const struct context *ctx, struct kguard *guard,
			const struct config *config, bool examine,
			struct load_request *request, bool *is_known);
const char *source_advice(const struct context *ctx);

#endif /* CTL_SOURCE_H */
