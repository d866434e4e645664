/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects made from the ABI's structs by the library's own conversion. Each
 * aborts the test on an error, so the result is valid.
 */
#ifndef FILLED_H
#define FILLED_H

#include <check.h>

#include <linux/kexecguard.h>

#include "internal.h"

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

#define FILLED(kind)							\
static inline struct kguard_##kind *					\
filled_##kind(const struct kexecguard_##kind *from)			\
{									\
	struct kguard_##kind *to = NULL;				\
									\
	ck_assert_int_eq(kg_##kind##_from_uapi(from, &to), 0);		\
	return to;							\
}

FILLED(info)
FILLED(status)
FILLED(record)
FILLED(hook)
FILLED(event)

/* Runs a suite of one case; returns the program's exit code. */
static inline int run_suite(const char *name, void (*add)(TCase *tcase))
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	int failed;

	add(tcase);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}

#endif /* FILLED_H */
