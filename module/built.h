/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether this kernel is the one that the module was built for, or has the same
 * types. The kernel itself compares exported symbols only.
 */
#ifndef KG_BUILT_H
#define KG_BUILT_H

#include <linux/types.h>

extern bool kg_built_is_forced;

/**
 * kg_built_check() - may this module run on this kernel
 *
 * Return: 0, or -ENOEXEC if what it reads of the kernel may lie elsewhere; the
 *	log says what.
 * Context: process; module init only, after kg_compat_init().
 */
int kg_built_check(void);

#endif /* KG_BUILT_H */
