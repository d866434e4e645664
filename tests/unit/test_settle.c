// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What follows an attempt to load, for each result of the kernel and the guard.
 */
#include "filled.h"

#include <errno.h>

#include "settle.h"

static const struct {
	struct kg_attempt attempt;
	enum kg_step step;
	int err;
} attempts[] = {
	{ { 0 }, STEP_DONE, 0 },

	/* The load was refused. */
	{ { .load_error = -EBUSY, .is_changing = true },
	  STEP_WAIT_CHANGE, -EBUSY },
	{ { .load_error = -EBUSY, .has_moved = true }, STEP_AGAIN, -EBUSY },
	{ { .load_error = -EBUSY, .has_moved = true, .is_changing = true },
	  STEP_WAIT_CHANGE, -EBUSY },
	{ { .load_error = -EBUSY }, STEP_WAIT_LOCK, -EBUSY },
	{ { .load_error = -EPERM }, STEP_FAIL, -EPERM },
	{ { .load_error = -ENOSYS }, STEP_FAIL, -ENOSYS },
	{ { .load_error = -EADDRNOTAVAIL }, STEP_FAIL, -EADDRNOTAVAIL },
	/* A missing signature is not a missing image. */
	{ { .load_error = -ENODATA }, STEP_FAIL, -ENODATA },
	{ { .load_error = -ENODATA, .has_moved = true }, STEP_FAIL, -ENODATA },

	/* It was loaded, but not confirmed. */
	{ { .confirm_error = -ESTALE, .has_moved = true },
	  STEP_AGAIN, -ESTALE },
	{ { .confirm_error = -ESTALE, .has_moved = true,
	    .is_changing = true }, STEP_WAIT_CHANGE, -ESTALE },
	{ { .confirm_error = -EBUSY, .is_changing = true },
	  STEP_WAIT_CHANGE, -EBUSY },
	{ { .confirm_error = -EBUSY }, STEP_WAIT_LOCK, -EBUSY },
	/* The guard unloaded it before the confirmation. */
	{ { .confirm_error = -ENODATA, .has_moved = true },
	  STEP_AGAIN, -ENODATA },
	{ { .confirm_error = -ENODATA, .is_changing = true },
	  STEP_WAIT_CHANGE, -ENODATA },
	/* Another process unloaded it, not the guard: do not load again. */
	{ { .confirm_error = -ENODATA }, STEP_FAIL, -ECANCELED },
	{ { .confirm_error = -EINVAL }, STEP_FAIL, -EINVAL },
	{ { .confirm_error = -EPERM }, STEP_FAIL, -EPERM },
};

START_TEST(judge)
{
	int err = 1;

	ck_assert_int_eq(kg_attempt_judge(&attempts[_i].attempt, &err),
			 attempts[_i].step);
	ck_assert_int_eq(err, attempts[_i].err);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, judge, 0, ROWS(attempts));
}

int main(void)
{
	return run_suite("settle", add);
}
