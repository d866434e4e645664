/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When to try again: what follows an attempt to load an image, and waiting, by
 * the guard's events, until memory is quiet.
 */
#ifndef CTL_RETRY_H
#define CTL_RETRY_H

#include <stdbool.h>

#include <kguard.h>

#include "clock.h"

/**
 * struct attempt - how one attempt went
 * @load_error: what the load returned
 * @confirm_error: what the confirmation returned, if the load returned 0
 * @has_moved: the generation has changed since before the load
 * @is_changing: memory is changing now
 */
struct attempt {
	int load_error;
	int confirm_error;
	bool has_moved;
	bool is_changing;
};

/**
 * enum next_step - what follows
 * @STEP_DONE: the image is loaded and good
 * @STEP_AGAIN: memory changed during the load: load again now
 * @STEP_WAIT_CHANGE: memory is changing: load again after the next event
 * @STEP_WAIT_LOCK: another load holds the image; its end may cause no event, so
 *	load again after the next event or a short time
 * @STEP_FAIL: give up with the error
 */
enum next_step {
	STEP_DONE,
	STEP_AGAIN,
	STEP_WAIT_CHANGE,
	STEP_WAIT_LOCK,
	STEP_FAIL,
};

/*
 * The default for how long memory has to be quiet: a hundred times what one
 * block of a DIMM takes, and less than the second that kdump's rules wait.
 */
#define QUIET_NS (NSEC_PER_SEC / 2)

enum next_step attempt_judge(const struct attempt *attempt, int *err);

int events_skip(struct kguard *guard, int64_t *last_change);
int settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline);

#endif /* CTL_RETRY_H */
