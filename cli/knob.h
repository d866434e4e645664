/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One-line files of /proc and /sys.
 */
#ifndef CTL_KNOB_H
#define CTL_KNOB_H

#include "command.h"

#define KNOB_LEN 128

void knob_read(const struct context *ctx, const char *name,
	       char text[KNOB_LEN]);
bool knob_is(const struct context *ctx, const char *name, const char *value);

#endif /* CTL_KNOB_H */
