/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of two versions is newer, for kernels and packages. Pure.
 */
#ifndef CTL_VERSION_H
#define CTL_VERSION_H

int version_compare(const char *a, const char *b);

#endif /* CTL_VERSION_H */
