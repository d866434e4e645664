/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What to do after an attempt to load and confirm an image. Pure, so that each
 * outcome can be tested; loading.c does what is decided here.
 */
#ifndef CTL_ATTEMPT_H
#define CTL_ATTEMPT_H

#include <stdbool.h>

/**
 * struct attempt - how one attempt went
 * @load_error: what the load returned
 * @confirm_error: what the confirmation returned, if the load returned 0
 * @has_moved: the generation is another now than before the load
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
 * @STEP_AGAIN: memory moved meanwhile: load again, now
 * @STEP_WAIT_CHANGE: memory is changing: load again after the next event
 * @STEP_WAIT_LOCK: another load holds the image; its end may be no event, so
 *	load again after the next event or a moment
 * @STEP_FAIL: give up with the error
 */
enum next_step {
	STEP_DONE,
	STEP_AGAIN,
	STEP_WAIT_CHANGE,
	STEP_WAIT_LOCK,
	STEP_FAIL,
};

enum next_step attempt_judge(const struct attempt *attempt, int *err);

#endif /* CTL_ATTEMPT_H */
