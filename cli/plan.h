/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What "reload" is to load: what "load" loaded, or what the configuration says,
 * where it was others that loaded.
 */
#ifndef CTL_PLAN_H
#define CTL_PLAN_H

#include "config.h"
#include "guard.h"
#include "remember.h"

enum answer plan_make(const struct context *ctx, struct kguard *guard,
		      const struct config *config,
		      struct load_request *request, bool *is_known);

const char *plan_advice(const struct context *ctx);

enum answer config_error_report(const struct context *ctx, int err,
				const struct config_error *error);

#endif /* CTL_PLAN_H */
