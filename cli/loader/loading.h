/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads an image and confirms that it fits the memory, for "load" and "reload".
 */
#ifndef CTL_LOADING_H
#define CTL_LOADING_H

#include <stdint.h>

#include <kguard.h>

#include "loader/run_state.h"
#include "program.h"

/**
 * struct load_job - what is to be done
 * @request: what to load
 * @settle_ns: how long memory has to be quiet before a load, nanoseconds
 * @deadline: when to stop waiting for memory, nanoseconds of CLOCK_BOOTTIME
 * @yields: give up if another program loads an image first: it is the newer one
 * @wanted_ns: give up if the image was unloaded on request after this moment of
 *	CLOCK_BOOTTIME
 */
struct load_job {
	struct load_request *request;
	int64_t settle_ns;
	int64_t deadline;
	bool yields;
	int64_t wanted_ns;
};

/**
 * struct load_outcome - how a load ended
 * @culprit: the file that an error is about
 * @generation: generation that was confirmed
 * @attempts: number of attempts to load the image
 * @is_by_tools: kexec-tools loaded it, because kexec_file_load(2) cannot
 * @is_remembered: "reload" can load it again
 * @complaint: what kexec-tools printed
 */
struct load_outcome {
	const char *culprit;
	uint64_t generation;
	unsigned int attempts;
	bool is_by_tools;
	bool is_remembered;
	char complaint[COMPLAINT_LEN];
};

int load_confirmed(const struct context *ctx, struct kguard *guard,
		   const struct load_job *job, struct load_outcome *outcome);
enum answer load_dry_run(const struct context *ctx,
			 const struct load_request *request);
enum answer load_error(const struct context *ctx,
		       const struct load_request *request,
		       const struct load_outcome *outcome, int err);
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome);

#endif /* CTL_LOADING_H */
