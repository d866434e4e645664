/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The line to the host: a serial port of its own, one frame a line, each with a
 * checksum, so that nothing the kernel prints can be taken for a verdict.
 *
 *	#KG ID CRC TEXT
 *
 * ID and CRC are eight hex digits; CRC is the CRC-32 of "ID TEXT". The answer
 * to a question carries the question's ID.
 */
#ifndef KG_CHANNEL_H
#define KG_CHANNEL_H

#include <stddef.h>

#define CHANNEL_FRAME_MAX 1024

/* Fill @frame; returns its length, or 0 if @text does not fit. */
size_t channel_frame(char *frame, size_t size, unsigned int id,
		     const char *text);

/* Open and lock the port in raw mode; returns the descriptor or -1. */
int channel_open(void);

/* Send @text; returns 0 or -1. */
int channel_say(int fd, unsigned int id, const char *text);

/* Wait for the answer to @id; returns 0 or -1. */
int channel_hear(int fd, unsigned int id, char *text, size_t size);

#endif /* KG_CHANNEL_H */
