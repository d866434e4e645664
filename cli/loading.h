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
#include "program.h"

/**
 * struct load_job - what is to be done
 * @request: what to load
 * @settle_ns: how long memory has to be quiet before a load, nanoseconds
 * @deadline: until when to wait for memory, nanoseconds of CLOCK_BOOTTIME
 * @yields: a load by others meanwhile ends it: theirs is the newer wish
 * @wanted_ns: an unload on request after this moment of CLOCK_BOOTTIME ends it
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
 * @attempts: how often the image was loaded or tried to be
 * @is_by_tools: kexec-tools loaded it, as kexec_file_load(2) could not
 * @is_remembered: false if "reload" will not know of it
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
enum answer load_error(const struct context *ctx,
		       const struct load_request *request,
		       const struct load_outcome *outcome, int err);
void load_report(const struct context *ctx, const struct load_request *request,
		 const struct load_outcome *outcome);

#endif /* CTL_LOADING_H */
