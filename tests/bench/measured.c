// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See measured.h. A separate file, so that it is not inlined.
 */
#include "measured.h"

/**
 * measured() - call a function, counted
 * @run: the function
 */
void measured(void (*run)(void))
{
	run();
	/* Else it would be a jump, and the counter would miss its end. */
	__asm__ volatile("");
}
