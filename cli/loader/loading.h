/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads an image and confirms that it fits the memory, for "load" and "reload".
 */
#ifndef CTL_LOADING_H
#define CTL_LOADING_H

#include <stdint.h>

#include <kguard.h>

#include "loader/run_state.h"

/**
 * struct load_job - what is to be done
 * @request: what to load
 * @settle_ns: how long memory has to be quiet before a load, nanoseconds
 * @timeout_ns: how long to wait for memory, nanoseconds
 * @yields: give up if another program loads an image first: it is the newer one
 * @wanted_ns: give up if the image was unloaded on request after this moment of
 *	CLOCK_BOOTTIME
 */
struct load_job {
	struct load_request *request;
	int64_t settle_ns;
	int64_t timeout_ns;
	bool yields;
	int64_t wanted_ns;
};

/*
 * The default for how long memory has to be quiet: a hundred times what one
 * block of a DIMM takes, and less than the second that kdump's rules wait.
 */
#define QUIET_NS (NSEC_PER_SEC / 2)

/**
 * struct load_outcome - how a load ended
 * @loader: the library's loader
 * @is_remembered: "reload" can load it again
 */
struct load_outcome {
	struct kguard_loader *loader;
	bool is_remembered;
};

int load_confirmed(const struct context *ctx, const struct load_job *job,
		   struct load_outcome *outcome);
int load_find_unreadable(const struct context *ctx,
			 const struct load_request *request,
			 const char **culprit);
enum answer load_dry_run(const struct context *ctx,
			 const struct load_request *request);
enum answer load_error(const struct context *ctx,
		       const struct load_request *request,
		       const struct load_outcome *outcome, int err);
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome);
void load_outcome_free(struct load_outcome *outcome);

#endif /* CTL_LOADING_H */
