// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long the guest's one processor was not idle. The kernel adds up a task's
 * time when the task leaves the processor, so tasks are made to before each
 * look.
 */
#include "meter.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define FILE_NAME "/proc/schedstat"

/**
 * meter_busy() - how much all tasks together have run
 *
 * Return: nanoseconds since the machine was switched on, which are
 * instructions where QEMU counts these.
 */
uint64_t meter_busy(void)
{
	const struct timespec moment = { .tv_nsec = 1 };
	unsigned long long busy;
	char line[512];
	FILE *file;

	nanosleep(&moment, NULL);
	file = fopen(FILE_NAME, "re");
	if (!file)
		meter_die(FILE_NAME);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "cpu0 %*u %*u %*u %*u %*u %*u %llu",
			   &busy) != 1)
			continue;
		fclose(file);
		return busy;
	}
	meter_die(FILE_NAME);
}
