// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fact map, verdicts, windows and explanations against the oracle: the input is
 * a script of builds, updates and queries.
 */
#include "../unit/property.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *broken = property_check(data, size);

	if (broken) {
		fprintf(stderr, "%s\n", broken);
		abort();
	}
	return 0;
}
