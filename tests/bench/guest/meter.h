/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verbs of the meter. Each prints what it measured on one line and returns
 * the exit code.
 */
#ifndef KG_METER_H
#define KG_METER_H

#include <stdint.h>
#include <x86intrin.h>

/*
 * The guest's own counter. Where QEMU counts instructions, it advances by one
 * with each that the guest executes, in the kernel or outside of it.
 */
static inline uint64_t ticks(void)
{
	unsigned int ignored;

	return __rdtscp(&ignored);
}

int meter_run(int argc, char **argv);
int meter_ask(int argc, char **argv);
int meter_blocks(int argc, char **argv);
int meter_gone(int argc, char **argv);
int meter_storm(int argc, char **argv);
int meter_watch(int argc, char **argv);
int meter_now(int argc, char **argv);

uint64_t meter_busy(void);
_Noreturn void meter_die(const char *what);
void meter_write(const char *path, const char *text);

#endif /* KG_METER_H */
