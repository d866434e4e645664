/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * When to try again: what follows an attempt to load an image, and waiting, by
 * the guard's events, until memory is quiet.
 */
#ifndef KG_SETTLE_H
#define KG_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "kguard.h"

/**
 * struct kg_attempt - how one attempt went
 * @load_error: what the load returned
 * @confirm_error: what the confirmation returned, if the load returned 0
 * @has_moved: the generation has changed since before the load
 * @is_changing: memory is changing now
 */
struct kg_attempt {
	int load_error;
	int confirm_error;
	bool has_moved;
	bool is_changing;
};

/**
 * enum kg_step - what follows
 * @STEP_DONE: the image is loaded and good
 * @STEP_AGAIN: memory changed during the load: load again now
 * @STEP_WAIT_CHANGE: memory is changing: load again after the next event
 * @STEP_WAIT_LOCK: another load holds the image; its end may cause no event, so
 *	load again after the next event or a short time
 * @STEP_FAIL: give up with the error
 */
enum kg_step {
	STEP_DONE,
	STEP_AGAIN,
	STEP_WAIT_CHANGE,
	STEP_WAIT_LOCK,
	STEP_FAIL,
};

enum kg_step kg_attempt_judge(const struct kg_attempt *attempt, int *err);
int kg_settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline);

#endif /* KG_SETTLE_H */
