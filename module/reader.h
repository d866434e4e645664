/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How old a process's memory map may be. kexec_load() passes a map that its
 * caller has read earlier, at an unknown time.
 */
#ifndef KG_READER_H
#define KG_READER_H

#include <linux/types.h>

/**
 * kg_reader_since() - the earliest time at which the current process may have read
 * the memory map
 *
 * That is when it was started; if it was forked and has executed no program,
 * its memory also has what its parent had read.
 *
 * Return: nanoseconds of CLOCK_BOOTTIME; 0 if that cannot be determined.
 * Context: process.
 */
u64 kg_reader_since(void);

#endif /* KG_READER_H */
