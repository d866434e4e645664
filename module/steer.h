/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Steering: where kexec_file_load() puts the segments of an image.
 */
#ifndef KG_STEER_H
#define KG_STEER_H

#include <linux/types.h>

/* The module parameter steer=. */
extern bool kg_steer_is_on;

/* Find what the kernel offers. Context: process, sleeps; module init only. */
void kg_steer_init(void);

#endif /* KG_STEER_H */
