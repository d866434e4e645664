/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads an image so that it is known to fit the memory: what "load" and
 * "reload" have in common.
 */
#ifndef CTL_LOADING_H
#define CTL_LOADING_H

#include <stdint.h>

#include "guard.h"
#include "remember.h"

/**
 * struct load_outcome - how a load ended
 * @culprit: the file that an error is about
 * @generation: generation that was confirmed
 * @attempts: how often the image was loaded or tried to be
 * @is_remembered: false if "reload" will not know of it
 */
struct load_outcome {
	const char *culprit;
	uint64_t generation;
	unsigned int attempts;
	bool is_remembered;
};

int load_confirmed(const struct context *ctx, struct kguard *guard,
		   const struct load_request *request, int64_t settle_ns,
		   int64_t deadline, struct load_outcome *outcome);
enum answer load_error(const struct context *ctx,
		       const struct load_request *request,
		       const struct load_outcome *outcome, int err);
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome);

#endif /* CTL_LOADING_H */
