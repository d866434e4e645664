/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One loader at a time: a "reload" that found nothing loaded must not replace
 * what a "load" has put there meanwhile.
 */
#ifndef CTL_LOCK_H
#define CTL_LOCK_H

#include "command.h"

#define LOCK "/run/kexecguard/lock"

int lock_take(const struct context *ctx);
void lock_release(int fd);

#endif /* CTL_LOCK_H */
