/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page that is missing until it is filled: a reader, even the kernel in the
 * middle of a system call, waits until then. Uses userfaultfd.
 */
#ifndef KG_FAULT_H
#define KG_FAULT_H

#include <stdbool.h>

/* Make a missing page; returns its userfaultfd, or -1. */
int fault_page(void **page);

/* Whether a reader waits for it; waits for one up to milliseconds, -1 for ever. */
bool fault_is_met(int fd, int timeout);

/* Fill it with one page of content; returns 0, or -1 with errno. */
int fault_answer(int fd, void *page, const void *content);

#endif /* KG_FAULT_H */
