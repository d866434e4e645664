/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph of the states, and what lasts in it for ever. */
#ifndef KG_MODEL_LIVE_H
#define KG_MODEL_LIVE_H

#include "kernel.h"

void live_begin(void);

/* A state that is new. @lasting: what of the above holds in it. */
void live_state(u32 state, u8 lasting);

/* A step of @actor leads from one to another; the first may be the second. */
void live_step(u32 from, u32 to, unsigned int actor);

/* Can @what last for ever although nobody is kept from his steps? */
bool live_lasts(u8 what);

#endif /* KG_MODEL_LIVE_H */
