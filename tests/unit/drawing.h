/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Maps as drawings, so that a test case is a picture: one character a page,
 * and a drawing of what comes out below the drawing of what goes in.
 *
 *	.	hole
 *	F	RAM that firmware described at boot
 *	r	RAM that it did not
 *	H	hot-added		P	hot-pluggable
 *	D	driver-managed		O	offline
 *	M	movable			X	reserved
 *	C	crash kernel		K	running kernel
 *	N	nomap			o	offline, and nothing else
 */
#ifndef DRAWING_H
#define DRAWING_H

#include "../../core/window.h"

#define PAGE		0x1000
#define DRAWING_MAX	64

struct drawing {
	struct kg_range ranges[DRAWING_MAX];
	struct kg_map map;
};

u32 drawing_classes(char page);
void drawing_build(struct drawing *drawing, const char *text);
void drawing_show(const struct kg_map *map, char *text, size_t pages);
struct kg_span drawing_span(const char *text);

#endif /* DRAWING_H */
