// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See measured.h. A file of its own, so that nobody inlines it.
 */
#include "measured.h"

/**
 * measured() - call a function, counted
 * @run: the function
 */
void measured(void (*run)(void))
{
	run();
	/* Or it would be a jump, and the counter would not see its end. */
	__asm__ volatile("");
}
