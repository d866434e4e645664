/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page that is not there until somebody gives it: whoever reads it meanwhile,
 * the kernel in the middle of a system call included, waits. By userfaultfd.
 */
#ifndef KG_FAULT_H
#define KG_FAULT_H

#include <stdbool.h>

/* A page, not there yet; the result asks and answers for it, or is -1. */
int fault_page(void **page);

/* Whether somebody waits for it; waits for that, milliseconds, -1 for ever. */
bool fault_is_met(int fd, int timeout);

/* Give it this content, one page; returns 0, or -1 with errno. */
int fault_answer(int fd, void *page, const void *content);

#endif /* KG_FAULT_H */
