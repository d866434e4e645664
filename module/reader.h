/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How old what a process knows may be. kexec_load() brings a map of memory that
 * its caller has read at some time before; nobody saw when.
 */
#ifndef KG_READER_H
#define KG_READER_H

#include <linux/types.h>

/**
 * kg_reader_since() - since when may the current process know what it knows
 *
 * Since it was started; where it was forked and has executed no program, what
 * its parent knew is in its memory, too.
 *
 * Return: nanoseconds of CLOCK_BOOTTIME; 0 if that cannot be said.
 * Context: process.
 */
u64 kg_reader_since(void);

#endif /* KG_READER_H */
