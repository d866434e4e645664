/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The smallest file that the kernel takes for a bzImage: loading it is quick,
 * executing it is out of the question.
 */
#ifndef KG_BZIMAGE_H
#define KG_BZIMAGE_H

/* Open it; it is made in /tmp if missing. Returns -1 with errno. */
int bzimage_open(void);

#endif /* KG_BZIMAGE_H */
