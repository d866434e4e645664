// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random scripts against the oracle. A failure prints the seed; set
 * PROPERTY_SEED to run only that script.
 */
#include "property.h"

#include <check.h>
#include <stdlib.h>

#define CHUNKS		40
#define SEEDS		10	/* a chunk; each chunk is a process */
#define SCRIPT		600

/* xorshift64*: the same scripts on every machine. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1d;
}

static void check_seed(unsigned long seed)
{
	uint64_t state = (seed + 1) * 0x9e3779b97f4a7c15;
	uint8_t script[SCRIPT];
	const char *broken;
	size_t i;

	for (i = 0; i < SCRIPT; i++)
		script[i] = next_random(&state) >> 56;
	/*
	 * Of every four scripts, one has little storage and three have plenty.
	 */
	if (seed % 4)
		script[0] |= 0x80;
	broken = property_check(script, SCRIPT);
	if (broken)
		ck_abort_msg("seed %lu: %s", seed, broken);
}

START_TEST(property)
{
	const char *only = getenv("PROPERTY_SEED");
	unsigned long seed;

	if (only)
		check_seed(strtoul(only, NULL, 0));
	for (seed = 0; seed < SEEDS && !only; seed++)
		check_seed(_i * SEEDS + seed);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("property");
	TCase *tcase = tcase_create("property");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, property, 0, CHUNKS);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
