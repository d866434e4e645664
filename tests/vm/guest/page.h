/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The size of the kernel's pages, which a program for arm64 or ppc64 is not
 * compiled for.
 */
#ifndef KG_PAGE_H
#define KG_PAGE_H

#include <unistd.h>

/* Of any kernel, for arrays. */
#define PAGE_MAX	65536

static inline unsigned long page_size(void)
{
	return (unsigned long)sysconf(_SC_PAGESIZE);
}

#endif /* KG_PAGE_H */
